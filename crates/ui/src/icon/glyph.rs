//! The outlines of the icons, each one path, drawn for this set.

/// Which icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Glyph {
    /// Four tiles: fleets.
    Fleets,
    /// A prompt in a frame.
    Terminal,
    /// A trace: overview.
    Overview,
    /// A chip: device.
    Device,
    /// A box: release.
    Release,
    /// Ragged lines: logs.
    Logs,
    /// Lines and a wedge: run on many.
    Run,
    /// Braces: variables.
    Variables,
    /// Sliders: configuration.
    Configuration,
    /// A gear: settings.
    Settings,
    /// A magnifier.
    Search,
    /// Two sheets: copy.
    Copy,
    /// A tick.
    Check,
    /// A drawing pin.
    Pin,
    /// A circular arrow: restart, refresh.
    Refresh,
    /// A square: stop.
    Stop,
    /// A wedge: start.
    Play,
    /// Two bars: pause.
    Pause,
    /// Three dots: more.
    More,
    /// Chevron down.
    ChevronDown,
    /// Chevron up.
    ChevronUp,
    /// Chevron right.
    ChevronRight,
    /// Chevron left.
    ChevronLeft,
    /// Arrow right.
    ArrowRight,
    /// Sorted upwards.
    ArrowUp,
    /// Sorted downwards, new lines below.
    ArrowDown,
    /// A padlock.
    Lock,
    /// A cloud: Cloudlink.
    Cloud,
    /// A pulse: heartbeat.
    Heartbeat,
    /// A cross.
    Close,
    /// Plus.
    Plus,
    /// Minus.
    Minus,
    /// Light theme.
    Sun,
    /// Dark theme.
    Moon,
    /// Theme of the system.
    System,
    /// Leave.
    Logout,
    /// Download.
    Download,
    /// Export.
    Export,
    /// Full screen.
    Expand,
    /// Link.
    Link,
    /// Leads out.
    External,
    /// Filter.
    Filter,
    /// Info.
    Info,
    /// Warning.
    Warning,
    /// Identify.
    Bulb,
    /// Edit.
    Edit,
    /// Key.
    Key,
    /// Tag.
    Tag,
    /// Trash.
    Trash,
    /// Columns.
    Columns,
    /// Two panes.
    Split,
    /// Group.
    Group,
    /// Wrap.
    Wrap,
    /// Menu.
    Menu,
    /// User.
    User,
    /// The Enter key.
    Return,
    /// The ⌘ key.
    Command,
}

impl Glyph {
    /// Width of the stroke on the 16 grid; the dots of `More` are strokes of no length and need more of it.
    pub(crate) const fn stroke_width(self) -> &'static str {
        match self {
            Self::More => "2.2",
            _ => "1.5",
        }
    }

    /// The path data.
    pub(crate) const fn outline(self) -> &'static str {
        match self {
            Self::Fleets => {
                "M3 2.5h3a1 1 0 0 1 1 1v2.7a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-2.7a1 1 0 0 1 1-1zM10 2.5h3a1 1 0 0 1 1 1v2.7a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-2.7a1 1 0 0 1 1-1zM3 9h3a1 1 0 0 1 1 1v2.7a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-2.7a1 1 0 0 1 1-1zM10 9h3a1 1 0 0 1 1 1v2.7a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1v-2.7a1 1 0 0 1 1-1z"
            }
            Self::Terminal => {
                "M3.2 2.8h9.6a1.4 1.4 0 0 1 1.4 1.4v7.6a1.4 1.4 0 0 1-1.4 1.4h-9.6a1.4 1.4 0 0 1-1.4-1.4v-7.6a1.4 1.4 0 0 1 1.4-1.4zM4.5 6l2 2-2 2M8.5 10.2h3"
            }
            Self::Overview => "M1.5 8h3l2-5 3 10 2-5h3",
            Self::Device => {
                "M4.7 3.5h6.6a1.2 1.2 0 0 1 1.2 1.2v6.6a1.2 1.2 0 0 1-1.2 1.2h-6.6a1.2 1.2 0 0 1-1.2-1.2v-6.6a1.2 1.2 0 0 1 1.2-1.2zM6 1.5v2M10 1.5v2M6 12.5v2M10 12.5v2M1.5 6h2M1.5 10h2M12.5 6h2M12.5 10h2"
            }
            Self::Release => "M8 1.8l5.5 3v6.4L8 14.2l-5.5-3V4.8zM2.6 4.9 8 8l5.4-3.1M8 8v6",
            Self::Logs => "M2.5 4h11M2.5 8h7M2.5 12h9",
            Self::Run => "M2 4h5M2 8h4M2 12h5M9.5 4.5v7l4.5-3.5z",
            Self::Variables => {
                "M6 2.5c-2 0-2 1-2 2.5S4 7.5 2.3 8C4 8.5 4 9.5 4 11s0 2.5 2 2.5M10 2.5c2 0 2 1 2 2.5s0 2.5 1.7 3C12 8.5 12 9.5 12 11s0 2.5-2 2.5"
            }
            Self::Configuration => {
                "M2 5h6M11.5 5H14M2 11h2.5M8 11h6M8 5a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0-3.4 0zM4.6 11a1.7 1.7 0 1 0 3.4 0a1.7 1.7 0 1 0-3.4 0z"
            }
            Self::Settings => {
                "M5.8 8a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0zM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2M3.4 3.4l1.4 1.4M11.2 11.2l1.4 1.4M3.4 12.6l1.4-1.4M11.2 4.8l1.4-1.4"
            }
            Self::Search => "M2.7 7a4.3 4.3 0 1 0 8.6 0a4.3 4.3 0 1 0-8.6 0zM10.3 10.3l3.2 3.2",
            Self::Copy => {
                "M6.8 5.5h5.4a1.3 1.3 0 0 1 1.3 1.3v5.4a1.3 1.3 0 0 1-1.3 1.3h-5.4a1.3 1.3 0 0 1-1.3-1.3v-5.4a1.3 1.3 0 0 1 1.3-1.3zM10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2"
            }
            Self::Check => "M3 8.5l3.3 3.3L13 4.5",
            Self::Pin => "M6 2.5h4M6.5 2.5v4L4.5 9h7l-2-2.5v-4M8 9v5",
            Self::Refresh => "M13 8a5 5 0 1 1-1.6-3.7M13 2.5V5h-2.5",
            Self::Stop => "M5 4h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1z",
            Self::Play => "M5 3v10l8-5z",
            Self::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Self::More => "M3 8h.01M8 8h.01M13 8h.01",
            Self::ChevronDown => "M4 6l4 4 4-4",
            Self::ChevronUp => "M4 10l4-4 4 4",
            Self::ChevronRight => "M6 4l4 4-4 4",
            Self::ChevronLeft => "M10 4l-4 4 4 4",
            Self::ArrowRight => "M2.5 8h10.5M9.5 4.5 13 8l-3.5 3.5",
            Self::ArrowUp => "M8 13V3.5M4.5 7 8 3.5 11.5 7",
            Self::ArrowDown => "M8 3v9.5M4.5 9 8 12.5 11.5 9",
            Self::Lock => {
                "M4.2 7h7.6a1.2 1.2 0 0 1 1.2 1.2v4.1a1.2 1.2 0 0 1-1.2 1.2h-7.6a1.2 1.2 0 0 1-1.2-1.2v-4.1a1.2 1.2 0 0 1 1.2-1.2zM5 7V5a3 3 0 0 1 6 0v2"
            }
            Self::Cloud => "M4.5 12.5a3 3 0 0 1-.3-6 4 4 0 0 1 7.7.8 2.6 2.6 0 0 1-.4 5.2z",
            Self::Heartbeat => "M1.5 8.5h3L6 5l2.5 6L10 8.5h4.5",
            Self::Close => "M4 4l8 8M12 4l-8 8",
            Self::Plus => "M8 3v10M3 8h10",
            Self::Minus => "M3 8h10",
            Self::Sun => {
                "M5.2 8a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0zM8 1.5v1.4M8 13.1v1.4M1.5 8h1.4M13.1 8h1.4M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1"
            }
            Self::Moon => "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
            Self::System => {
                "M3.2 3h9.6a1.2 1.2 0 0 1 1.2 1.2v5.6a1.2 1.2 0 0 1-1.2 1.2h-9.6a1.2 1.2 0 0 1-1.2-1.2v-5.6a1.2 1.2 0 0 1 1.2-1.2zM6 13.5h4M8 11v2.5"
            }
            Self::Logout => "M6.5 2.5h-4v11h4M6.5 8h7M10.5 5l3 3-3 3",
            Self::Download => "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
            Self::Export => "M8 10V2.5M5 5.5l3-3 3 3M3 9v4.5h10V9",
            Self::Expand => "M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5 9 7M2.5 13.5 7 9",
            Self::Link => {
                "M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.3-2.3a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.2 9.1a2.6 2.6 0 0 0 3.7 3.7l.9-.9"
            }
            Self::External => "M9 3h4v4M13 3 7.5 8.5M6 4H3v9h9v-3",
            Self::Filter => "M2 3.5h12M4.5 8h7M6.5 12.5h3",
            Self::Info => "M2 8a6 6 0 1 0 12 0a6 6 0 1 0-12 0zM8 7.3v3.7M8 5v.2",
            Self::Warning => "M8 2 14.5 13.5h-13zM8 6.5v3.3M8 11.8v.2",
            Self::Bulb => "M6 12h4M6.5 14h3M5.5 10C4.3 9.2 3.5 8 3.5 6.5a4.5 4.5 0 0 1 9 0c0 1.5-.8 2.7-2 3.5z",
            Self::Edit => "M3 13l.6-2.8L10.8 3l2.2 2.2-7.2 7.2zM9.3 4.5l2.2 2.2",
            Self::Key => "M2.3 11a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0-5.4 0zM7 9l6-6M10.5 5.5l2 2",
            Self::Tag => "M2.5 2.5h5l6 6-5 5-6-6zM5.2 5.2h.1",
            Self::Trash => "M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.5 9h6l.5-9",
            Self::Columns => {
                "M3.2 3h9.6a1.2 1.2 0 0 1 1.2 1.2v7.6a1.2 1.2 0 0 1-1.2 1.2h-9.6a1.2 1.2 0 0 1-1.2-1.2v-7.6a1.2 1.2 0 0 1 1.2-1.2zM6 3v10M10 3v10"
            }
            Self::Split => {
                "M3.2 3h9.6a1.2 1.2 0 0 1 1.2 1.2v7.6a1.2 1.2 0 0 1-1.2 1.2h-9.6a1.2 1.2 0 0 1-1.2-1.2v-7.6a1.2 1.2 0 0 1 1.2-1.2zM8 3v10"
            }
            Self::Group => "M2.5 4h11M5 8h8.5M5 12h8.5M2.5 8h.2M2.5 12h.2",
            Self::Wrap => "M2.5 4h11M2.5 8h9a2 2 0 0 1 0 4H8M9.5 10.5 8 12l1.5 1.5M2.5 12H5",
            Self::Menu => "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
            Self::User => {
                "M5.3 5.5a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0-5.4 0zM2.8 13.5c.6-2.5 2.6-3.8 5.2-3.8s4.6 1.3 5.2 3.8"
            }
            Self::Return => "M13 4v4.5H3.5M6.5 5.5l-3 3 3 3",
            Self::Command => {
                "M5.5 5.5h5v5h-5zM5.5 5.5h-1.7A1.7 1.7 0 1 1 5.5 3.8zM10.5 5.5V3.8a1.7 1.7 0 1 1 1.7 1.7zM10.5 10.5h1.7a1.7 1.7 0 1 1-1.7 1.7zM5.5 10.5v1.7a1.7 1.7 0 1 1-1.7-1.7z"
            }
        }
    }
}
