//! How the fleets are narrowed, ordered and drawn, as the address carries it.

/// What fleets are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum FleetOrder {
    /// Those that need somebody first.
    #[default]
    Worst,
    Name,
    /// The largest first.
    Size,
}

/// How they are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FleetView {
    Cards,
    Table,
}

/// The filter, the order and the view. The default shows every fleet, worst first, as was chosen last.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct FleetList {
    /// Part of the name, the device type or a slug, in any case.
    pub text: String,
    pub order: FleetOrder,
    pub view: Option<FleetView>,
}

impl FleetView {
    /// The word in the address, and under which it is kept.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cards => "cards",
            Self::Table => "table",
        }
    }

    /// What a word stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Cards, Self::Table].into_iter().find(|view| view.word() == word)
    }
}

impl FleetList {
    pub(crate) fn read(pairs: &[(String, String)]) -> Self {
        let mut list = Self::default();
        for (key, value) in pairs {
            match key.as_str() {
                "q" => list.text.clone_from(value),
                "sort" => {
                    list.order = match value.as_str() {
                        "name" => FleetOrder::Name,
                        "size" => FleetOrder::Size,
                        _ => FleetOrder::Worst,
                    }
                }
                "view" => list.view = FleetView::from_word(value),
                _ => {}
            }
        }
        list
    }

    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        if !self.text.is_empty() {
            pairs.push(("q", self.text.clone()));
        }
        match self.order {
            FleetOrder::Worst => {}
            FleetOrder::Name => pairs.push(("sort", "name".to_owned())),
            FleetOrder::Size => pairs.push(("sort", "size".to_owned())),
        }
        if let Some(view) = self.view {
            pairs.push(("view", view.word().to_owned()));
        }
        pairs
    }
}
