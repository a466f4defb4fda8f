//! A kind of messages in one line of text, as an address carries it: `POST * failed after * ms`, `"msg": batch * sent`.

use std::fmt;

use crate::fields::Form;
use crate::message::Place;
use crate::pattern::MAX_PATTERN;

/// The longest, in bytes; a kind with longer texts is known by its beginning.
pub const MAX_SIGN: usize = 400;

/// Stands for a word that differs from line to line.
const ANY: &str = "*";
/// Stands for more words.
const MORE: &str = "**";

/// See the module's sentence. Lines of a kind are [found](Sign::pattern) by it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sign {
    place: Place,
    /// None stands for what differs.
    words: Vec<Option<Box<str>>>,
    /// More words may follow.
    is_cut: bool,
}

impl Sign {
    pub(crate) fn new(place: Place, words: &[Option<Box<str>>], is_cut: bool) -> Self {
        let mut size = 0;
        let fits = words.iter().take_while(|word| {
            // A blank before it, and perhaps a mark that it is no other.
            size += word.as_deref().map_or(ANY.len(), str::len) + 2;
            size <= MAX_SIGN
        });
        let fits = fits.count();
        Self { place, words: words.iter().take(fits).cloned().collect(), is_cut: is_cut || fits < words.len() }
    }

    /// Reads what [`Display`](fmt::Display) wrote. Any text is the sign of something; one that is too long of nothing.
    pub fn read(text: &str) -> Option<Self> {
        if text.len() > 2 * MAX_SIGN {
            return None;
        }
        let mut tokens = text.split([' ', '\t', '\n', '\r', '\x0c']).filter(|token| !token.is_empty()).peekable();
        let place = tokens.peek().and_then(|first| Place::all().find(|place| mark(*place).as_deref() == Some(first)));
        if place.is_some() {
            tokens.next();
        }
        let mut sign = Self { place: place.unwrap_or_default(), words: Vec::new(), is_cut: false };
        for token in tokens {
            match token {
                MORE => {
                    sign.is_cut = true;
                    break;
                }
                ANY => sign.words.push(None),
                token => {
                    let word = token.strip_prefix('\\').unwrap_or(token);
                    sign.words.extend((!word.is_empty()).then(|| Some(word.into())));
                }
            }
        }
        Some(sign)
    }

    /// A case-sensitive regular expression that finds the lines of the kind (and others that read like it); it is at most
    /// [`MAX_PATTERN`] bytes long, and so may look at the beginning of a message only.
    pub fn pattern(&self) -> String {
        const BLANKS: &str = r"[ \t]+";
        // A line feed stands between the rows of a segment.
        let (mut out, any, end, cut) = match self.place {
            Place::Whole => (r"^[ \t]*".to_owned(), r"[^ \t\n]+", r"[ \t]*$", r"(?:[ \t]|$)"),
            Place::Member(key, Form::Word) => {
                (format!(r#"(?:^|[ \t"]){key}="#), r"[^ \t\n]+", r"(?:[ \t]|$)", r"(?:[ \t]|$)")
            }
            Place::Member(key, form) => {
                let head = if form == Form::QuotedWord {
                    format!(r#"(?:^|[ \t"]){key}="[ \t]*"#)
                } else {
                    format!(r#""{key}"[^\S\n]*:[^\S\n]*"[ \t]*"#)
                };
                (head, r#"(?:\\[^ \t\n]|[^ \t\n"])+"#, r#"[ \t]*""#, r#"(?:[ \t]|")"#)
            }
        };
        for (at, word) in self.words.iter().enumerate() {
            let word = word.as_deref().map_or_else(|| any.to_owned(), regex::escape);
            let blanks = if at == 0 { "" } else { BLANKS };
            if out.len() + blanks.len() + word.len() + cut.len() > MAX_PATTERN {
                out.push_str(cut);
                return out;
            }
            out.extend([blanks, &word]);
        }
        out.push_str(if self.is_cut { cut } else { end });
        out
    }

    /// As it is shown: "POST … failed after … ms".
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut was_gap = false;
        let more = self.is_cut.then_some(None);
        for word in self.words.iter().map(Option::as_deref).chain(more) {
            if word.is_none() && was_gap {
                continue;
            }
            was_gap = word.is_none();
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word.unwrap_or("…"));
        }
        out
    }
}

/// What tells a place in the text.
fn mark(place: Place) -> Option<String> {
    match place {
        Place::Whole => None,
        Place::Member(key, Form::Word) => Some(format!("{key}=")),
        Place::Member(key, Form::QuotedWord) => Some(format!("{key}=\"")),
        Place::Member(key, _) => Some(format!("\"{key}\":")),
    }
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = mark(self.place);
        let mut blank = "";
        if let Some(head) = &head {
            f.write_str(head)?;
            blank = " ";
        } else if self.words.is_empty() && !self.is_cut {
            // An empty line is a kind, too; an empty text would be none.
            return f.write_str("\\");
        }
        for (at, word) in self.words.iter().enumerate() {
            f.write_str(std::mem::replace(&mut blank, " "))?;
            let Some(word) = word.as_deref() else {
                f.write_str(ANY)?;
                continue;
            };
            let is_mark = || Place::all().any(|place| mark(place).as_deref() == Some(word));
            if word == ANY || word == MORE || word.starts_with('\\') || (at == 0 && is_mark()) {
                f.write_str("\\")?;
            }
            f.write_str(word)?;
        }
        if self.is_cut {
            write!(f, "{blank}{MORE}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::pattern::Pattern;

    fn sign(text: &str) -> Sign {
        Sign::read(text).unwrap()
    }

    #[test]
    fn is_read_as_it_is_written() {
        for text in [
            "POST * failed",
            "\"msg\": batch * sent",
            "msg=\" two * **",
            "error= *",
            "\\",
            "\\* \\** \\\\x *",
            "\\msg= a",
            "**",
        ] {
            assert_eq!(sign(text).to_string(), text);
        }
        assert_eq!(Sign::read(&"a".repeat(801)), None);
    }

    #[test]
    fn is_shown_with_gaps() {
        assert_eq!(sign("POST * * failed **").text(), "POST … failed …");
        assert_eq!(sign("\"msg\": batch * sent").text(), "batch … sent");
        assert_eq!(sign("\\*").text(), "*");
    }

    #[test]
    fn finds_members_by_their_value() {
        let finds = |text: &str, line: &str| Pattern::new(&sign(text).pattern(), true).unwrap().is_in(line);
        let json = "\"msg\": no * to *";
        assert!(finds(json, r#"{"level":"warn","msg":"no \"route\" to b7","n":1}"#));
        assert!(finds(json, r#"10:41 { "msg" : "no way to go" }"#));
        assert!(!finds(json, r#"{"msg":"no way","to":"b"}"#));
        assert!(!finds(json, r#"{"other":"no way to go"}"#));
        assert!(finds("msg=\" two *", r#"level=info msg="two w" n=1"#));
        assert!(!finds("msg=\" two *", r#"errmsg="two w" n=1"#));
        assert!(finds("error= timeout", "level=warn error=timeout n=1") && !finds("error= timeout", "error=timeouts"));
    }

    proptest! {
        #[test]
        fn any_text_is_one_and_stays_so(text in "[a*\\\\ \"=:msg(\\[.…]{0,60}") {
            let once = sign(&text);
            prop_assert_eq!(&sign(&once.to_string()), &once);
            prop_assert!(once.pattern().len() <= MAX_PATTERN && Pattern::new(&once.pattern(), true).is_ok());
        }
    }
}
