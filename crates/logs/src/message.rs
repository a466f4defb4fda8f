//! What a line says happened: all of its text, or the message that a structured line bears.

use memchr::memchr2;

use crate::fields::{Field, Form, fields};

/// Members that bear the message, the one that says most first. The last two only of lines that are nothing but fields: before
/// others there is a text that says more (`connect failed {"error":"timeout"}`).
const MEMBERS: [&str; 4] = ["msg", "message", "event", "error"];
const SURE: usize = 2;

/// Where the message stands in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) enum Place {
    #[default]
    Whole,
    /// The value of a member.
    Member(&'static str, Form),
}

impl Place {
    /// All there are.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let forms = [Form::JsonText, Form::QuotedWord, Form::Word];
        let members = MEMBERS.iter().flat_map(move |key| forms.map(|form| Self::Member(key, form)));
        std::iter::once(Self::Whole).chain(members)
    }
}

/// A message and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Message<'a> {
    pub(crate) text: &'a str,
    pub(crate) place: Place,
}

impl<'a> Message<'a> {
    pub(crate) fn of(line: &'a str) -> Self {
        Self::member(line).unwrap_or(Self { text: line, place: Place::Whole })
    }

    fn member(line: &'a str) -> Option<Self> {
        // Most lines have no fields; looking for these two costs next to nothing.
        memchr2(b'{', b'=', line.as_bytes())?;
        let start = line.trim_start();
        let mut is_pure = None;
        let mut best: Option<(usize, Self)> = None;
        for Field { key, value, form } in fields(line) {
            let is_pure = *is_pure.get_or_insert_with(|| start.starts_with('{') || start.starts_with(key));
            let members = if is_pure { MEMBERS.len() } else { SURE };
            let rank = MEMBERS.iter().take(members).position(|member| *member == key);
            if let Some((rank, member)) = rank.and_then(|rank| Some((rank, *MEMBERS.get(rank)?)))
                && form != Form::JsonOther
                && !value.trim_ascii().is_empty()
                && best.is_none_or(|(former, _)| rank < former)
            {
                best = Some((rank, Self { text: value, place: Place::Member(member, form) }));
                if rank == 0 {
                    break;
                }
            }
        }
        best.map(|(_, message)| message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_of_structured_lines_and_of_others() {
        let member = |key, form| Place::Member(key, form);
        for (line, text, place) in [
            ("ready in 5 ms", "ready in 5 ms", Place::Whole),
            (r#"{"level":"info","msg":"batch sent","n":4}"#, "batch sent", member("msg", Form::JsonText)),
            (r#"10:41 {"error":"no route","message":"it failed"}"#, "it failed", member("message", Form::JsonText)),
            (r#"{"error":"no route","event":"it failed"}"#, "it failed", member("event", Form::JsonText)),
            (r#"ts=1 level=warn msg="two words""#, "two words", member("msg", Form::QuotedWord)),
            ("level=warn error=timeout", "timeout", member("error", Form::Word)),
        ] {
            assert_eq!(Message::of(line), Message { text, place }, "{line}");
        }
        // What says more stands before the fields, or the member is no text.
        for whole in [
            r#"connect failed {"error":"timeout"}"#,
            "it failed error=x code=5",
            r#"{"msg":{"a":1}}"#,
            r#"{"msg":" "}"#,
        ] {
            assert_eq!(Message::of(whole).place, Place::Whole, "{whole}");
        }
    }
}
