//! One organization: its name, who is in it as what, letting somebody in, leaving, deleting.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::same_as::organizations as same_as;
use query::mutation::Mutation;
use query::remote::Remote;
use ui::button::{Button, ButtonKind, ButtonSize};
use ui::card::Card;
use ui::dialog::Dialog;
use ui::field::TextField;
use ui::icon::Glyph;
use ui::radio::{RadioGroup, RadioOption};
use ui::skeleton::SkeletonRows;
use ui::table::{Head, Table};

use super::member_row::{MemberRow, ROLES, role_words};
use super::organizations::fleets_words;
use crate::data::account::Profile;
use crate::data::failure::Failure;
use crate::data::organizations::{Member, Organization, Organizations, use_organizations};
use crate::parts::edit_text::EditText;
use crate::parts::failed::Failed;
use crate::parts::missing::Missing;
use crate::parts::same_as::SameAsButton;
use crate::parts::save::Save;
use crate::routes::account_tab::AccountTab;
use crate::routes::place::Place;
use crate::services::confirm::{Confirm, Question, use_confirm};
use crate::services::navigation::{Navigator, use_navigator};
use crate::services::toasts::{Toasts, use_toasts};

/// What the page of one organization acts with. Copy.
#[derive(Debug, Clone, Copy)]
struct Acting {
    id: i64,
    organizations: Organizations,
    all: Remote<Vec<Organization>, Failure>,
    confirm: Confirm,
    toasts: Toasts,
    navigator: Navigator,
}

impl Acting {
    /// Runs a write, says what came of it, and reads anew; `done` hears that it went well.
    fn run(
        self,
        write: impl Future<Output = Result<(), Failure>> + 'static,
        words: String,
        done: impl FnOnce() + 'static,
    ) {
        spawn_local(async move {
            match write.await {
                Ok(()) => {
                    self.toasts.done(words);
                    done();
                }
                Err(failure) => self.toasts.failed("Nothing was changed", failure.to_string()),
            }
            self.all.refetch();
        });
    }

    fn remove(self, member: &Member, is_self: bool, name: &str) {
        let (title, body, action) = if is_self {
            (
                format!("Leave {name}?"),
                "You no longer see its fleets and devices. Only a developer of it can let you in again.".to_owned(),
                "Leave organization".to_owned(),
            )
        } else {
            (
                format!("Remove {} from {name}?", member.username),
                "They no longer see its fleets and devices; terminals they have open end at once.".to_owned(),
                format!("Remove {}", member.username),
            )
        };
        let done = if is_self { format!("You have left {name}") } else { format!("{} is removed", member.username) };
        let user = member.user;
        let same = same_as::remove_member(self.id, user);
        let question = Question {
            title,
            body,
            action,
            is_irreversible: is_self,
            on_yes: Callback::new(move |()| {
                let write = self.organizations.remove_member(self.id, user);
                self.run(write, done.clone(), move || {
                    if is_self {
                        self.navigator.go(&Place::Account(AccountTab::Organizations));
                    }
                });
            }),
        };
        self.confirm.ask_showing(question, Some(same));
    }

    fn delete(self, name: String) {
        let question = Question {
            title: format!("Delete {name}?"),
            body: "It has no fleets. Its members lose it from their lists; its handle is free again.".to_owned(),
            action: "Delete organization".to_owned(),
            is_irreversible: true,
            on_yes: Callback::new(move |()| {
                let write = self.organizations.remove(self.id);
                self.run(write, format!("{name} is deleted"), move || {
                    self.navigator.go(&Place::Account(AccountTab::Organizations));
                });
            }),
        };
        self.confirm.ask_showing(question, Some(same_as::remove(self.id)));
    }
}

/// The page of one.
#[component]
pub(super) fn OrganizationPart(id: i64, profile: Remote<Profile, Failure>) -> impl IntoView {
    let organizations = use_organizations();
    let all = organizations.all();
    let acting =
        Acting { id, organizations, all, confirm: use_confirm(), toasts: use_toasts(), navigator: use_navigator() };
    let user = Memo::new(move |_| profile.value().map(|profile| profile.user));
    let one = Memo::new(move |_| all.value()?.into_iter().find(|one| one.id == id));
    let is_read = Memo::new(move |_| all.with(|held| held.value().is_some()));
    let failure = Memo::new(move |_| all.failure().filter(|_| !is_read.get()));
    let is_known = Memo::new(move |_| one.with(Option::is_some));
    move || {
        if let Some(failure) = failure.get() {
            view! { <Failed message=failure.to_string() on_retry=move |()| all.refetch() /> }.into_any()
        } else if is_known.get() {
            view! { <Known acting one user /> }.into_any()
        } else if is_read.get() {
            view! { <Missing what="organization" name=id.to_string() /> }.into_any()
        } else {
            view! { <SkeletonRows label="The organization is loading" rows=5 /> }.into_any()
        }
    }
}

#[component]
fn Known(acting: Acting, one: Memo<Option<Organization>>, user: Memo<Option<i64>>) -> impl IntoView {
    let read = move |read: fn(&Organization) -> String| {
        Signal::derive(move || one.with(|one| one.as_ref().map(read)).unwrap_or_default())
    };
    let (name, handle) = (read(|one| one.name.clone()), read(|one| one.handle.clone()));
    let may_not = Signal::derive(move || {
        let role = one.with(|one| one.as_ref().and_then(|one| one.role_of(user.get()?).map(str::to_owned)));
        (role.as_deref() != Some("developer"))
            .then(|| "Only a developer of the organization may change it and who is in it.".to_owned())
    });
    let is_adding = RwSignal::new(false);
    let on_role = Callback::new(move |(member, role): (Member, String)| {
        let words = format!("{} is {} now", member.username, role_words(Some(&role)).to_lowercase());
        acting.run(acting.organizations.set_member(acting.id, member.username, role), words, || ());
    });
    let on_remove = Callback::new(move |member: Member| {
        let is_self = user.get_untracked() == Some(member.user);
        acting.remove(&member, is_self, &name.get_untracked());
    });
    let rename = move |save: Save<String>| {
        spawn_local(async move {
            let result = acting.organizations.rename(acting.id, save.value.clone()).await;
            save.answer(result);
            acting.all.refetch();
        });
    };
    let check = Callback::new(|text: String| model::account::check_name(&text).map_err(str::to_owned));
    let id = acting.id;
    let same = Callback::new(move |typed: String| Some(same_as::rename(id, &typed)));
    let rows = move || {
        let members = one.with(|one| one.as_ref().map(|one| one.members.clone()).unwrap_or_default());
        let user = user.get();
        let row = |member: Member| {
            let is_self = user == Some(member.user);
            view! { <MemberRow member is_self may_not on_role on_remove /> }
        };
        members.into_iter().map(row).collect_view()
    };
    let heads =
        vec![Head::new("Name", None), Head::new("E-mail", None), Head::new("Role", Some(140)), Head::new("", Some(56))];
    let count = move || one.with(|one| one.as_ref().map(|one| one.members.len()));
    let fleets = Signal::derive(move || one.with(|one| one.as_ref().and_then(|one| one.fleets)));
    let why_not_deleted = Signal::derive(move || {
        may_not.get().or_else(|| match fleets.get() {
            Some(0) => None,
            fleets => Some(format!("It has {}: delete them first.", fleets_words(fleets))),
        })
    });
    let actions = move || {
        view! {
            <Button size=ButtonSize::Small icon=Glyph::Plus disabled=may_not on_press=move |()| is_adding.set(true)>
                "Add member"
            </Button>
        }
    };
    view! {
        <nav aria-label="Back"><a class="link small" href=Place::Account(AccountTab::Organizations).to_string()>"All organizations"</a></nav>
        <div class="organization-head">
            <EditText label="name" value=name on_save=rename check disabled=may_not same=same>
                <h2><bdi>{name}</bdi></h2>
            </EditText>
            <span class="mono small muted cut">{handle}</span>
        </div>
        <Card title="Members" aside=move || view! { <span class="muted tn">{count}</span> } actions>
            <div class="account-table"><Table caption="Members" heads>{rows}</Table></div>
        </Card>
        <Card title="Danger zone">
            <div class="in hstack danger-row">
                <span class="small muted">"An organization without fleets can be deleted."</span>
                <span class="push"></span>
                <Button
                    kind=ButtonKind::Risk
                    size=ButtonSize::Small
                    disabled=why_not_deleted
                    on_press=move |()| acting.delete(name.get_untracked())
                >
                    "Delete organization"
                </Button>
            </div>
        </Card>
        <AddMemberDialog open=is_adding acting />
    }
}

#[component]
fn AddMemberDialog(open: RwSignal<bool>, acting: Acting) -> impl IntoView {
    let adding = Mutation::<Failure>::new();
    let (who, role) = (RwSignal::new(String::new()), RwSignal::new("observer".to_owned()));
    let is_tried = RwSignal::new(false);
    let close = move |()| {
        open.set(false);
        who.set(String::new());
        is_tried.set(false);
        adding.reset();
    };
    let error = Signal::derive(move || match adding.failure() {
        Some(failure) => {
            let text = failure.to_string();
            Some(text.strip_prefix("username: ").map_or(text.clone(), sentence))
        }
        None => (is_tried.get() && who.with(|who| who.trim().is_empty()))
            .then(|| "Enter a user name or an e-mail address.".to_owned()),
    });
    let add = move || {
        is_tried.set(true);
        adding.reset();
        let name = who.get_untracked().trim().to_owned();
        if name.is_empty() {
            return;
        }
        let words = format!("{name} is in");
        let write = acting.organizations.set_member(acting.id, name, role.get_untracked());
        adding.run(write, move |result| {
            if result.is_ok() {
                acting.toasts.done(words);
                acting.all.refetch();
                close(());
            }
        });
    };
    let same = Signal::derive(move || {
        let (name, role) = (who.get(), role.get());
        (!name.trim().is_empty()).then(|| same_as::set_member(acting.id, name.trim(), &role))
    });
    let footer = move || {
        view! {
            <span class="push"></span>
            <SameAsButton same missing="Enter who it is first." />
            <Button on_press=close>"Cancel"</Button>
            <Button kind=ButtonKind::Ink busy=adding.pending() on_press=move |()| add()>"Add member"</Button>
        }
    };
    let options = StoredValue::new(
        ROLES
            .iter()
            .map(|(word, label, hint)| RadioOption {
                value: (*word).to_owned(),
                label: (*label).to_owned(),
                help: Some((*hint).to_owned()),
            })
            .collect::<Vec<_>>(),
    );
    view! {
        <Dialog open=open on_close=close title="Add member" footer>
            <form class="vstack" novalidate=true on:submit=move |event: leptos::ev::SubmitEvent| { event.prevent_default(); add(); }>
                <TextField
                    label="User name or e-mail"
                    value=who
                    on_input=move |text| { adding.reset(); who.set(text); }
                    help="Somebody who has an account here already. New people are added by whoever runs the server: binnacle user add."
                    error
                />
                <RadioGroup legend="Role" options=options.get_value() value=role on_change=move |chosen: String| role.set(chosen) />
                <button class="sr-only" type="submit" tabindex="-1" aria-hidden="true"></button>
            </form>
        </Dialog>
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
