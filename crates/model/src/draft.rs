//! A text being edited in place while others may change it too: what was typed is never lost, and nobody is overwritten unseen.

/// The text as it was when editing began, as it is typed, and what somebody else made of it meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    base: String,
    typed: String,
    theirs: Option<String>,
}

/// What keeping a draft comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing differs from what is there: close.
    Unchanged,
    /// Write this.
    Write(String),
    /// Somebody changed it meanwhile: which one stays has to be chosen first.
    Conflict,
}

impl Draft {
    /// Editing begins with what is there.
    pub fn new(current: impl Into<String>) -> Self {
        let base = current.into();
        Self { typed: base.clone(), base, theirs: None }
    }

    /// What stands in the field.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// What somebody else wrote, while it is not chosen which one stays.
    pub fn theirs(&self) -> Option<&str> {
        self.theirs.as_deref()
    }

    /// Another text is typed.
    pub fn edit(&mut self, text: impl Into<String>) {
        self.typed = text.into();
    }

    /// The value is now `current`. A field nobody typed into follows; the same text on both sides is no conflict.
    pub fn seen(&mut self, current: &str) {
        if current == self.base {
            self.theirs = None;
        } else if self.typed == self.base || self.typed == current {
            *self = Self::new(current);
        } else {
            self.theirs = Some(current.to_owned());
        }
    }

    /// What was typed goes over theirs.
    pub fn keep_mine(&mut self) {
        if let Some(theirs) = self.theirs.take() {
            self.base = theirs;
        }
    }

    /// Theirs stays; what was typed is dropped.
    pub fn take_theirs(&mut self) {
        if let Some(theirs) = self.theirs.take() {
            *self = Self::new(theirs);
        }
    }

    /// What keeping it means now. Blanks around it count only where `keeps_blanks`.
    pub fn outcome(&self, keeps_blanks: bool) -> Outcome {
        let text = if keeps_blanks { self.typed.as_str() } else { self.typed.trim() };
        if self.theirs.is_some() {
            Outcome::Conflict
        } else if text == self.base {
            Outcome::Unchanged
        } else {
            Outcome::Write(text.to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_untouched_field_follows_and_a_typed_one_asks() {
        let mut draft = Draft::new("ford");
        draft.seen("ford-120");
        assert_eq!((draft.typed(), draft.theirs()), ("ford-120", None));
        draft.edit("weir");
        draft.seen("sluice");
        assert_eq!((draft.typed(), draft.theirs()), ("weir", Some("sluice")));
        assert_eq!(draft.outcome(false), Outcome::Conflict);
    }

    #[test]
    fn either_side_can_stay() {
        let mut draft = Draft::new("a");
        draft.edit("b");
        draft.seen("c");
        let mut mine = draft.clone();
        mine.keep_mine();
        assert_eq!(mine.outcome(false), Outcome::Write("b".to_owned()));
        draft.take_theirs();
        assert_eq!((draft.typed(), draft.outcome(false)), ("c", Outcome::Unchanged));
    }

    #[test]
    fn what_goes_back_or_says_the_same_is_no_conflict() {
        let mut draft = Draft::new("a");
        draft.edit("b");
        draft.seen("c");
        draft.seen("a");
        assert_eq!(draft.theirs(), None);
        draft.seen("b");
        assert_eq!(draft.outcome(false), Outcome::Unchanged);
    }

    #[test]
    fn blanks_around_a_name_do_not_count() {
        let mut draft = Draft::new("a");
        draft.edit(" a ");
        assert_eq!(draft.outcome(false), Outcome::Unchanged);
        assert_eq!(draft.outcome(true), Outcome::Write(" a ".to_owned()));
    }
}
