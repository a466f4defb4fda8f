//! Asking before something that is hard to undo: one question at a time, shown by the shell.

use leptos::prelude::*;

/// What is asked. The button names object and count, the note says how to undo it.
#[derive(Debug, Clone)]
pub struct Question {
    pub title: String,
    /// The consequence, one or two sentences.
    pub body: String,
    /// The words of the button.
    pub action: String,
    pub is_irreversible: bool,
    pub on_yes: Callback<()>,
}

/// The page's open question.
#[derive(Debug, Clone, Copy)]
pub struct Confirm(RwSignal<Option<Question>>);

/// Nothing asked yet; once, by the app.
pub fn provide_confirm() {
    provide_context(Confirm(RwSignal::new(None)));
}

/// How to ask.
pub fn use_confirm() -> Confirm {
    use_context().unwrap_or_else(|| Confirm(RwSignal::new(None)))
}

impl Confirm {
    /// Asks; a question still open is dropped.
    pub fn ask(&self, question: Question) {
        self.0.set(Some(question));
    }

    /// What is asked, reactively.
    pub fn question(&self) -> Signal<Option<Question>> {
        self.0.into()
    }

    /// Closes it, with the action or without.
    pub fn answer(&self, yes: bool) {
        if let (Some(question), true) = (self.0.try_update(Option::take).flatten(), yes) {
            question.on_yes.run(());
        }
    }
}
