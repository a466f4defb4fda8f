//! What the variables that are to be set come to on the selection: new, changed, the same, before anything is written.

use leptos::prelude::*;
use model::bulk::action::BulkAction;
use model::bulk::variables::{Difference, HeldVariables, differences};
use model::device::Device;
use model::figure::grouped;
use model::variable::is_secret;

use crate::data::failure::Failure;
use crate::parts::variables::words::{HIDDEN, cut};

/// So many lines are drawn.
const MOST: usize = 200;
/// So many former values are named.
const MOST_VALUES: usize = 3;

/// The table; nothing for actions about something else. `held` is none until it was read.
#[component]
pub(super) fn Differences(
    action: Memo<Option<BulkAction>>,
    devices: RwSignal<Vec<Device>>,
    held: Memo<Option<HeldVariables>>,
    failure: Signal<Option<Failure>>,
) -> impl IntoView {
    let settings = Memo::new(move |_| {
        action.with(|action| match action {
            Some(BulkAction::SetVariables(settings)) => settings.clone(),
            _ => Vec::new(),
        })
    });
    move || {
        let settings = settings.get();
        if settings.is_empty() {
            return ().into_any();
        }
        let is_known = held.with(Option::is_some);
        let lines = held.with(|held| {
            let nothing = HeldVariables::default();
            devices.with(|devices| differences(&settings, devices, held.as_ref().unwrap_or(&nothing)))
        });
        let more = lines.len().saturating_sub(MOST);
        let rows = lines.iter().take(MOST).map(|line| row(line, is_known)).collect_view();
        let unread = failure.get().map(|failure| {
            view! { <p class="small fail-t" role="alert">{format!("What they hold now could not be read: {failure}")}</p> }
        });
        view! {
            {unread}
            <div class="differences" tabindex="0" role="region" aria-label="What would change">
                <table class="tb t" aria-busy=(!is_known).then_some("true")>
                    <caption class="sr-only">"What would change, in devices"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">"Then"</th>
                            <th scope="col" class="num">"New on"</th>
                            <th scope="col" class="num">"Changed on"</th>
                            <th scope="col" class="num">"Same on"</th>
                            <th scope="col">"Now"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {(more > 0).then(|| view! { <p class="small muted">{format!("and {} more", grouped(more as u64))}</p> })}
        }
        .into_any()
    }
}

fn row(line: &Difference, is_known: bool) -> impl IntoView + use<> {
    let is_hidden = is_secret(&line.setting.name);
    let shown = |value: &str| if is_hidden { HIDDEN.to_owned() } else { cut(value) };
    let count = |count: usize| if is_known { grouped(count as u64) } else { "—".to_owned() };
    let then = shown(&line.setting.value);
    let now = if is_known { former(line, &shown) } else { "—".to_owned() };
    view! {
        <tr>
            <th scope="row"><span class="mono cut">{line.setting.name.clone()}</span></th>
            <td class="mono" title=then.clone()>{then.clone()}</td>
            <td class="num">{count(line.added)}</td>
            <td class="num">{count(line.changes())}</td>
            <td class="num">{count(line.same)}</td>
            <td class="mono" title=now.clone()>{now.clone()}</td>
        </tr>
    }
}

/// “17 on 2, 9 on 1, 4 other values”.
fn former(line: &Difference, shown: &impl Fn(&str) -> String) -> String {
    let named = line.changed.iter().take(MOST_VALUES);
    let mut words: Vec<String> =
        named.map(|(value, count)| format!("{} on {}", shown(value), grouped(*count as u64))).collect();
    match line.changed.len().saturating_sub(MOST_VALUES) {
        0 => {}
        1 => words.push("1 other value".to_owned()),
        others => words.push(format!("{} other values", grouped(others as u64))),
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use model::bulk::variables::Setting;

    use super::*;

    #[test]
    fn the_most_common_former_values_are_named() {
        let setting = Setting { name: "RATE".to_owned(), value: "20".to_owned() };
        let changed = |count: usize| (0..count).map(|at| (format!("v{at}"), 9 - at)).collect();
        let line = |count| Difference { setting: setting.clone(), added: 0, same: 0, changed: changed(count) };
        let words = |count| former(&line(count), &ToOwned::to_owned);
        assert_eq!(words(0), "");
        assert_eq!(words(2), "v0 on 9, v1 on 8");
        assert_eq!(words(4), "v0 on 9, v1 on 8, v2 on 7, 1 other value");
        assert_eq!(words(6), "v0 on 9, v1 on 8, v2 on 7, 3 other values");
    }
}
