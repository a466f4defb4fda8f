//! Views that somebody named: one's own, and those that everyone who sees the fleet shares.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::rights::Right;
use model::saved_view::SavedView;
use ui::announcer::use_announcer;
use ui::button::{Button, ButtonSize};
use ui::checkbox::Checkbox;
use ui::field::TextField;
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::panel_button::PanelButton;

use crate::data::rights::use_rights;
use crate::data::session::{Who, use_session};
use crate::data::views;
use crate::routes::device_list::DeviceList;
use crate::services::own_views::own_views;

/// The button "Views": choose one, save what is shown as one, take one away.
#[component]
pub(super) fn Views(fleet: i64, list: Memo<DeviceList>, go: Callback<DeviceList>) -> impl IntoView {
    let announcer = use_announcer();
    let user = match use_session().who().get_untracked() {
        Who::Somebody(signed) => signed.user,
        _ => 0,
    };
    let own = own_views(user, fleet);
    let shared = views::of(fleet);
    let refusal = use_rights().refusal(Some(fleet), Right::EditTags);
    let open = RwSignal::new(false);
    let (name, is_shared) = (RwSignal::new(String::new()), RwSignal::new(false));
    let (error, is_busy) = (RwSignal::new(None::<String>), RwSignal::new(false));

    let saved = move |name_of: String| {
        name.set(String::new());
        error.set(None);
        announcer.say(format!("Saved the view {name_of}"));
    };
    let save = move || {
        if is_busy.get_untracked() {
            return;
        }
        let view = match SavedView::new(&name.get_untracked(), &list.with_untracked(DeviceList::text)) {
            Ok(view) => view,
            Err(reason) => return error.set(Some(reason)),
        };
        if !is_shared.get_untracked() {
            match own.keep(view.clone()) {
                Ok(()) => saved(view.name),
                Err(reason) => error.set(Some(reason)),
            }
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let answer = views::share(fleet, &view).await;
            let _ = is_busy.try_set(false);
            match answer {
                Ok(()) => {
                    shared.refetch();
                    saved(view.name);
                }
                Err(failure) => drop(error.try_set(Some(failure.to_string()))),
            }
        });
    };
    let forget = Callback::new(move |(view, is_shared): (SavedView, bool)| {
        if !is_shared {
            if let Err(reason) = own.forget(&view) {
                error.set(Some(reason));
            }
            return;
        }
        spawn_local(async move {
            match views::remove(fleet, &view).await {
                Ok(()) => shared.refetch(),
                Err(failure) => drop(error.try_set(Some(failure.to_string()))),
            }
        });
    });
    let rows = move || {
        let own = own.list().get().into_iter().map(|view| (view, false));
        let shared = shared.with(|held| held.value().cloned()).unwrap_or_default();
        let all: Vec<(SavedView, bool)> = own.chain(shared.into_iter().map(|view| (view, true))).collect();
        if all.is_empty() {
            return view! { <p class="small muted">"None yet. A view keeps filter, order, columns and groups under a name."</p> }
                .into_any();
        }
        let rows = all.into_iter().map(|(view, is_shared)| {
            let (query, label) = (view.query.clone(), view.name.clone());
            let words = format!("Remove the view {}", view.name);
            let disabled = Signal::derive(move || refusal.get().filter(|_| is_shared));
            view! {
                <div class="row">
                    <button
                        type="button"
                        class="it cut"
                        on:click=move |_| {
                            open.set(false);
                            go.run(DeviceList::from_text(&query));
                        }
                    >
                        <span class="words"><bdi>{label}</bdi></span>
                        {is_shared.then(|| view! { <span class="hint-words">"shared"</span> })}
                    </button>
                    <IconButton glyph=Glyph::Trash label=words disabled on_press=move |()| forget.run((view.clone(), is_shared)) />
                </div>
            }
        });
        view! { <div class="rows">{rows.collect_view()}</div> }.into_any()
    };
    let panel = move || {
        view! {
            <h3>"Views"</h3>
            {rows}
            <form
                class="vstack"
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <TextField label="Save this view as" value=name on_input=move |text| name.set(text) error=error />
                <Checkbox label="Share it with everyone who sees the fleet" checked=is_shared on_change=move |on| is_shared.set(on) />
                <Button
                    size=ButtonSize::Small
                    submit=true
                    busy=is_busy
                    disabled=Signal::derive(move || refusal.get().filter(|_| is_shared.get()))
                >
                    "Save view"
                </Button>
            </form>
        }
    };
    view! { <PanelButton label="Views" words="Views" open class="btn">{panel()}</PanelButton> }
}
