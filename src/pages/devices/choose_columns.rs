//! Which columns are shown, in which order; the address keeps it.

use leptos::prelude::*;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::checkbox::Checkbox;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::panel_button::PanelButton;

use super::columns;
use super::shown::Shown;
use crate::routes::device_list::DeviceList;

/// The button "Columns" and its panel: the shown ones in their order, then the rest; one column for each tag.
#[component]
pub(super) fn ChooseColumns(shown: Shown, list: Memo<DeviceList>, go: Callback<DeviceList>) -> impl IntoView {
    let words = Memo::new(move |_| list.with(|list| columns::words(&list.columns)));
    let set = Callback::new(move |columns: Vec<String>| {
        let columns = if columns == columns::USUAL { Vec::new() } else { columns };
        go.run(DeviceList { columns, ..list.get_untracked() });
    });
    let panel = move || {
        let every = Memo::new(move |_| shown.table.with(columns::every));
        let rows = move || {
            let words = words.get();
            let title = |word: &str| {
                every.with(|every| every.iter().find(|(one, _)| one == word).map(|(_, title)| title.clone()))
            };
            let last = words.len().saturating_sub(1);
            let on = words.iter().enumerate().map(|(at, word)| {
                let title = title(word).unwrap_or_else(|| word.clone());
                let (mut without, mut earlier, mut later) = (words.clone(), words.clone(), words.clone());
                without.remove(at);
                earlier.swap(at, at.saturating_sub(1));
                later.swap(at, (at + 1).min(last));
                let only = (words.len() == 1).then(|| "One column stays".to_owned());
                let is_only = only.is_some();
                let first = (at == 0).then(|| "It is the first".to_owned());
                let end = (at == last).then(|| "It is the last".to_owned());
                view! {
                    <div class="row">
                        <Checkbox
                            label=title.clone()
                            checked=true
                            on_change=move |_: bool| set.run(if is_only { words_again(&without) } else { without.clone() })
                        />
                        <IconButton glyph=Glyph::ArrowUp label=format!("Move {title} before") disabled=first on_press=move |()| set.run(earlier.clone()) />
                        <IconButton glyph=Glyph::ArrowDown label=format!("Move {title} behind") disabled=end on_press=move |()| set.run(later.clone()) />
                    </div>
                }
            });
            let off = every.with(|every| {
                every
                    .iter()
                    .filter(|(word, _)| !words.contains(word))
                    .map(|(word, title)| {
                        let mut with = words.clone();
                        with.push(word.clone());
                        view! {
                            <div class="row">
                                <Checkbox label=title.clone() checked=false on_change=move |_: bool| set.run(with.clone()) />
                            </div>
                        }
                    })
                    .collect_view()
            });
            view! { {on.collect_view()}{off} }
        };
        view! {
            <h3>"Columns"</h3>
            <div class="rows">{rows}</div>
            <Button kind=ButtonKind::Ghost size=ButtonSize::Small on_press=move |()| set.run(Vec::new())>
                "The usual columns"
            </Button>
        }
    };
    view! { <PanelButton label="Columns" words="Columns" glyph=Glyph::Columns>{panel()}</PanelButton> }
}

/// The last column does not go: the name comes instead.
fn words_again(without: &[String]) -> Vec<String> {
    if without.is_empty() { vec!["name".to_owned()] } else { without.to_vec() }
}
