//! What every page may ask of the page as a whole: where to go, what time it is, how to say something.

pub mod clock;
pub mod commands;
pub mod confirm;
pub mod download;
pub mod here;
pub mod kept;
pub mod kept_filters;
pub mod log_keeping;
pub mod navigation;
pub mod own_views;
pub mod rank;
pub mod shortcuts;
pub mod sidebar;
pub mod theme;
pub mod title;
pub mod toasts;
