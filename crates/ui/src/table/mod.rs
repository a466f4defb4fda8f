//! A plain table for short lists; long ones are a `Grid`.

use leptos::prelude::*;

/// A column's head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its words; empty for a column of buttons.
    pub title: String,
    /// Width in px; `None` shares what is left.
    pub width: Option<u32>,
    /// Numbers stand right.
    pub numeric: bool,
}

impl Head {
    /// A text column of that width.
    pub fn new(title: impl Into<String>, width: impl Into<Option<u32>>) -> Self {
        Self { title: title.into(), width: width.into(), numeric: false }
    }

    /// A column of numbers.
    pub fn numeric(title: impl Into<String>, width: impl Into<Option<u32>>) -> Self {
        Self { numeric: true, ..Self::new(title, width) }
    }
}

/// Row height of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Density {
    /// 36 px.
    #[default]
    Normal,
    /// 32 px.
    Tight,
    /// 28 px.
    Compact,
}

/// A `<table>` with a head; children are `<tr>`s. `caption` names it for assistive technology.
#[component]
pub fn Table(
    #[prop(into)] caption: Signal<String>,
    heads: Vec<Head>,
    #[prop(optional)] density: Density,
    children: Children,
) -> impl IntoView {
    let class = match density {
        Density::Normal => "tb",
        Density::Tight => "tb t",
        Density::Compact => "tb c",
    };
    let columns = heads
        .iter()
        .map(|head| view! { <col style:width=head.width.map(|width| format!("{width}px")) /> })
        .collect_view();
    let cells = heads
        .into_iter()
        .map(|head| match head.title {
            title if title.is_empty() => view! { <td></td> }.into_any(),
            title => view! { <th scope="col" class:num=head.numeric>{title}</th> }.into_any(),
        })
        .collect_view();
    view! {
        <table class=class>
            <caption class="sr-only">{caption}</caption>
            <colgroup>{columns}</colgroup>
            <thead>
                <tr>{cells}</tr>
            </thead>
            <tbody>{children()}</tbody>
        </table>
    }
}
