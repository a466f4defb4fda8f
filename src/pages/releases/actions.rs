//! What one does to releases, from the list and from their own pages: why not, what is asked, and the write.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::fleet::Fleet;
use model::release::Release;
use model::rights::Right;
use model::same_as::written::SameAs;
use model::same_as::{fleets, releases};
use ui::icon::Glyph;
use ui::menu::MenuItem;

use super::words::{ReleaseAction, ask};
use crate::data::edits::{Edits, use_edits};
use crate::data::failure::Failure;
use crate::data::release_edits::{ReleaseEdits, use_release_edits};
use crate::data::release_outlook::{Outlooks, use_outlooks};
use crate::data::rights::use_rights;
use crate::services::confirm::{Confirm, Question, use_confirm};
use crate::services::toasts::{Toasts, use_toasts};

/// The actions on a fleet's releases. Copy.
#[derive(Clone, Copy)]
pub(super) struct ReleaseActions(StoredValue<Held>);

#[derive(Clone, Copy)]
struct Held {
    fleet: Memo<Option<Fleet>>,
    may_not_edit: Signal<Option<String>>,
    may_not_pin: Signal<Option<String>>,
    edits: Edits,
    release_edits: ReleaseEdits,
    outlooks: Outlooks,
    confirm: Confirm,
    toasts: Toasts,
    /// The number of the release a write is out for.
    busy: RwSignal<Option<i64>>,
    on_done: Callback<(ReleaseAction, i64)>,
}

/// The actions; `on_done` hears of each that the server has done, with the release's number.
pub(super) fn use_release_actions(
    id: i64,
    fleet: Memo<Option<Fleet>>,
    on_done: impl Fn((ReleaseAction, i64)) + Send + Sync + 'static,
) -> ReleaseActions {
    let rights = use_rights();
    ReleaseActions(StoredValue::new(Held {
        fleet,
        may_not_edit: rights.refusal(Some(id), Right::ManageReleases),
        may_not_pin: rights.refusal(Some(id), Right::EditFleet),
        edits: use_edits(),
        release_edits: use_release_edits(),
        outlooks: use_outlooks(),
        confirm: use_confirm(),
        toasts: use_toasts(),
        busy: RwSignal::new(None),
        on_done: Callback::new(on_done),
    }))
}

impl ReleaseActions {
    /// Why the role does not allow to change releases.
    pub(super) fn may_not_edit(self) -> Signal<Option<String>> {
        self.0.get_value().may_not_edit
    }

    /// Why an action cannot be done now, reactively.
    pub(super) fn refusal(self, action: ReleaseAction, release: &Release) -> Option<String> {
        let held = self.0.get_value();
        let may_not = if action == ReleaseAction::PinFleet { held.may_not_pin } else { held.may_not_edit };
        let target = held.fleet.with(|fleet| {
            let fleet = fleet.as_ref()?;
            Some((fleet.target.as_ref()?.id, !fleet.tracks_latest))
        });
        may_not.get().or_else(|| action.refusal(release, target)).or_else(|| {
            (held.busy.get() == Some(release.id)).then(|| "The last change is still on its way.".to_owned())
        })
    }

    /// The entries of a menu, reactively.
    pub(super) fn items(self, release: &Release) -> Vec<MenuItem> {
        ReleaseAction::ALL
            .into_iter()
            .filter(|action| action.is_offered(release))
            .map(|action| {
                let item = MenuItem::new(action.id(), action.label()).disabled(self.refusal(action, release));
                match action {
                    ReleaseAction::PinFleet => item.glyph(Glyph::Pin),
                    ReleaseAction::Finalise | ReleaseAction::Validate => item.glyph(Glyph::Check),
                    ReleaseAction::Invalidate | ReleaseAction::Delete => item.risk(),
                }
            })
            .collect()
    }

    /// What a menu answered with.
    pub(super) fn choose(self, id: &str, release: Release) {
        if let Some(action) = ReleaseAction::ALL.into_iter().find(|action| action.id() == id) {
            self.start(action, release);
        }
    }

    /// Counts who moves, asks, and does it.
    pub(super) fn start(self, action: ReleaseAction, release: Release) {
        self.0.get_value().start(action, release);
    }
}

impl Held {
    fn start(self, action: ReleaseAction, release: Release) {
        let Some(fleet) = self.fleet.get_untracked() else { return };
        spawn_local(async move {
            let name = fleet.name.clone();
            match self.outlooks.of(fleet.clone(), release.id).await {
                Ok(outlook) => {
                    let asked = ask(action, &name, &release, &outlook);
                    let same = same_as(action, &fleet, &release);
                    let question = Question {
                        title: asked.title,
                        body: asked.body,
                        action: asked.action,
                        is_irreversible: asked.is_irreversible,
                        on_yes: Callback::new(move |()| self.run(action, fleet.clone(), release.clone())),
                    };
                    self.confirm.ask_showing(question, Some(same));
                }
                Err(failure) => self.toasts.failed(action.failure(), failure.to_string()),
            }
        });
    }

    fn run(self, action: ReleaseAction, fleet: Fleet, release: Release) {
        let _ = self.busy.try_set(Some(release.id));
        spawn_local(async move {
            let result = self.write(action, fleet.id, release.id).await;
            let _ = self.busy.try_set(None);
            match result {
                Ok(()) => {
                    self.toasts.done(action.done(&fleet.name, &release));
                    let _ = self.on_done.try_run((action, release.id));
                }
                Err(failure) => self.toasts.failed(action.failure(), failure.to_string()),
            }
        });
    }

    async fn write(self, action: ReleaseAction, fleet: i64, release: i64) -> Result<(), Failure> {
        match action {
            ReleaseAction::PinFleet => self.edits.pin_fleet(fleet, release).await,
            ReleaseAction::Finalise => self.release_edits.finalise(release).await,
            ReleaseAction::Invalidate => self.release_edits.invalidate(release, true).await,
            ReleaseAction::Validate => self.release_edits.invalidate(release, false).await,
            ReleaseAction::Delete => self.release_edits.delete(release).await,
        }
    }
}

fn same_as(action: ReleaseAction, fleet: &Fleet, release: &Release) -> SameAs {
    let (id, commit) = (release.id, release.commit.as_str());
    match action {
        ReleaseAction::PinFleet => fleets::pin(fleet.id, &fleet.slug, id, commit),
        ReleaseAction::Finalise => releases::finalise(id, commit),
        ReleaseAction::Invalidate => releases::invalidate(id, commit, true),
        ReleaseAction::Validate => releases::invalidate(id, commit, false),
        ReleaseAction::Delete => releases::remove(id),
    }
}
