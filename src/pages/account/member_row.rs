//! Somebody in an organization: name, e-mail, role to choose, and letting them go.

use leptos::prelude::*;
use ui::badge::{Badge, BadgeFill};
use ui::icon::Glyph;
use ui::icon_button::IconButton;
use ui::menu::{Menu, MenuItem};

use crate::data::organizations::Member;

/// The roles there are: the API's word, and what one may do by it.
pub(super) const ROLES: [(&str, &str, &str); 2] = [
    ("developer", "Developer", "does everything in its fleets, and says who is in it"),
    ("observer", "Observer", "looks on: changes and commands nothing"),
];

/// A role as a person reads it.
pub(super) fn role_words(role: Option<&str>) -> &'static str {
    role.map_or("Member", |role| ROLES.iter().find(|(word, ..)| *word == role).map_or("Member", |(_, label, _)| *label))
}

/// The row. `may_not` is why the viewer may not change others; `on_role` takes a role's word.
#[component]
pub(super) fn MemberRow(
    member: Member,
    is_self: bool,
    may_not: Signal<Option<String>>,
    on_role: Callback<(Member, String)>,
    on_remove: Callback<Member>,
) -> impl IntoView {
    let role = member.role.clone();
    let items = {
        let role = role.clone();
        Signal::derive(move || {
            ROLES
                .iter()
                .map(|(word, label, hint)| {
                    let item = MenuItem::new(*word, *label).hint(*hint).disabled(may_not.get());
                    if role.as_deref() == Some(*word) { item.glyph(Glyph::Check) } else { item }
                })
                .collect::<Vec<_>>()
        })
    };
    let name = member.username.clone();
    let initials: String = name.chars().filter(|c| c.is_alphanumeric()).take(2).collect();
    let chosen = {
        let member = member.clone();
        move |word: String| {
            if member.role.as_deref() != Some(word.as_str()) {
                on_role.run((member.clone(), word));
            }
        }
    };
    let words = role_words(role.as_deref());
    let label = if is_self { "Leave the organization".to_owned() } else { format!("Remove {name}") };
    let why_not = Signal::derive(move || if is_self { None } else { may_not.get() });
    let email = member.email.clone().unwrap_or_else(|| "—".to_owned());
    view! {
        <tr>
            <th scope="row">
                <span class="hstack">
                    <span class="avatar" aria-hidden="true">{initials.to_uppercase()}</span>
                    <span class="strong cut" title=name.clone()>{name.clone()}</span>
                    {is_self.then(|| view! { <Badge fill=BadgeFill::Outline small=true>"You"</Badge> })}
                </span>
            </th>
            <td data-label="E-mail"><span class="cut" title=email.clone()>{email.clone()}</span></td>
            <td data-label="Role">
                <Menu label=format!("Role of {name}: {words}") items on_choose=chosen>
                    <span class="role-choice">{words}</span>
                </Menu>
            </td>
            <td class="num">
                <IconButton
                    glyph=if is_self { Glyph::Logout } else { Glyph::Trash }
                    label
                    disabled=why_not
                    on_press=move |()| on_remove.run(member.clone())
                />
            </td>
        </tr>
    }
}
