//! Asking before something that is hard to undo: one question at a time, shown by the shell.

use leptos::prelude::*;
use model::same_as::written::SameAs;

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
pub struct Confirm {
    asked: RwSignal<Option<Question>>,
    same: RwSignal<Option<SameAs>>,
}

/// Nothing asked yet; once, by the app.
pub fn provide_confirm() {
    provide_context(Confirm::nothing());
}

/// How to ask.
pub fn use_confirm() -> Confirm {
    use_context().unwrap_or_else(Confirm::nothing)
}

impl Confirm {
    fn nothing() -> Self {
        Self { asked: RwSignal::new(None), same: RwSignal::new(None) }
    }

    /// Asks; a question still open is dropped.
    pub fn ask(&self, question: Question) {
        self.ask_showing(question, None);
    }

    /// Asks, and shows how else one could do it.
    pub fn ask_showing(&self, question: Question, same: Option<SameAs>) {
        self.same.set(same);
        self.asked.set(Some(question));
    }

    /// The action of the question as API call, SDK and CLI.
    pub fn same(&self) -> Signal<Option<SameAs>> {
        self.same.into()
    }

    /// What is asked, reactively.
    pub fn question(&self) -> Signal<Option<Question>> {
        self.asked.into()
    }

    /// Closes it, with the action or without.
    pub fn answer(&self, yes: bool) {
        if let (Some(question), true) = (self.asked.try_update(Option::take).flatten(), yes) {
            question.on_yes.run(());
        }
    }
}
