//! What one can do here, for the palette: what is mounted registers its own actions.

use leptos::prelude::*;

/// What an action is about, for its icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    Delete,
    Download,
    Identify,
    Keys,
    Leave,
    Pin,
    Restart,
    Stop,
    Terminal,
    Theme,
}

/// An action.
#[derive(Debug, Clone)]
pub struct Command {
    /// What it does, with its object: "Restart services of ford-120".
    pub label: Signal<String>,
    pub sign: Sign,
    /// Its key, when it has one.
    pub keys: Option<&'static str>,
    /// Why it cannot be done now.
    pub refusal: Signal<Option<String>>,
    pub run: Callback<()>,
    id: u64,
}

impl Command {
    /// An action that is always possible.
    pub fn new(sign: Sign, label: impl Into<Signal<String>>, run: impl Fn() + Send + Sync + 'static) -> Self {
        let run = Callback::new(move |()| run());
        Self { label: label.into(), sign, keys: None, refusal: Signal::stored(None), run, id: 0 }
    }

    /// With the key that does the same.
    #[must_use]
    pub const fn keys(mut self, keys: &'static str) -> Self {
        self.keys = Some(keys);
        self
    }

    /// Not while there is a reason against it.
    #[must_use]
    pub fn disabled(mut self, refusal: Signal<Option<String>>) -> Self {
        self.refusal = refusal;
        self
    }

    /// Unlike any other's.
    pub const fn id(&self) -> u64 {
        self.id
    }
}

/// The page's actions.
#[derive(Debug, Clone, Copy)]
struct Commands {
    list: RwSignal<Vec<Command>>,
    last_id: StoredValue<u64>,
}

/// None yet; once, by the app.
pub fn provide_commands() {
    provide_context(Commands { list: RwSignal::new(Vec::new()), last_id: StoredValue::new(0) });
}

/// While the component that calls this is there, the palette offers this.
pub fn use_command(mut command: Command) {
    let Some(commands) = use_context::<Commands>() else { return };
    let id = commands.last_id.try_update_value(|id| {
        *id += 1;
        *id
    });
    let id = id.unwrap_or_default();
    command.id = id;
    commands.list.update(|list| list.push(command));
    on_cleanup(move || {
        let _ = commands.list.try_update(|list| list.retain(|command| command.id != id));
    });
}

/// What can be done here, the innermost part's first.
pub fn use_command_list() -> Signal<Vec<Command>> {
    use_context::<Commands>().map_or_else(
        || Signal::stored(Vec::new()),
        |commands| Signal::derive(move || commands.list.with(|list| list.iter().rev().cloned().collect())),
    )
}
