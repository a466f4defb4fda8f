//! What may be asked of a row, and who may do it: the roles of the balena API (balena-api.md §11).

use serde_json::Value;
use store::access::Access;

/// A right that is asked for, or several together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Permission {
    One(String),
    Any(Vec<Self>),
    All(Vec<Self>),
}

/// How deep rights may be nested.
const DEEPEST: usize = 8;

impl Permission {
    /// From the body of `canAccess`: either an action or a method, not both. None: it is neither.
    pub(crate) fn of(body: &Value) -> Option<Self> {
        let said = |name| body.get(name).filter(|value| !value.is_null());
        match (said("action"), said("method")) {
            (Some(action), None) => Self::read(action, DEEPEST),
            (None, Some(method)) => Self::of_method(method.as_str()?),
            _ => None,
        }
    }

    fn of_method(method: &str) -> Option<Self> {
        let one = |name: &str| Self::One(name.to_owned());
        Some(match method {
            "GET" | "OPTIONS" => one("read"),
            "PUT" => Self::Any(vec![one("set"), Self::All(vec![one("create"), one("update")])]),
            "POST" => Self::Any(vec![one("set"), one("create")]),
            "PATCH" | "MERGE" => Self::Any(vec![one("set"), one("update")]),
            "DELETE" => one("delete"),
            _ => return None,
        })
    }

    /// A name, a list (all of it), `{"or":[…]}` or `{"and":[…]}`. What is none of these is a right without a name, which
    /// only those have who have all of them.
    fn read(value: &Value, depth: usize) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let several = |value: &Value| match value {
            Value::Array(parts) => parts.iter().map(|part| Self::read(part, depth)).collect::<Option<Vec<_>>>(),
            one => Self::read(one, depth).map(|one| vec![one]),
        };
        match value {
            Value::String(name) => Some(Self::One(name.clone())),
            Value::Array(_) => several(value).map(Self::All),
            Value::Object(members) => match members.iter().next().filter(|_| members.len() == 1) {
                Some((name, parts)) if name == "or" => several(parts).map(Self::Any),
                Some((name, parts)) if name == "and" => several(parts).map(Self::All),
                _ => Some(Self::One(String::new())),
            },
            _ => Some(Self::One(String::new())),
        }
    }

    /// Whether it is granted when `has` says which single rights are.
    pub(crate) fn is_granted(&self, has: &impl Fn(&str) -> bool) -> bool {
        match self {
            Self::One(name) => has(name),
            Self::Any(parts) => parts.iter().any(|part| part.is_granted(has)),
            Self::All(parts) => parts.iter().all(|part| part.is_granted(has)),
        }
    }
}

/// What people only look at, whoever they are.
const LOOKED_AT: [&str; 10] = [
    "device_type",
    "device_type_alias",
    "device_family",
    "device_manufacturer",
    "cpu_architecture",
    "organization",
    "organization_membership",
    "user",
    "actor",
    "service_instance",
];
/// What a device does to its own row.
const OF_A_DEVICE: [&str; 4] = ["update", "supervisor-proxy-write", "cloudlink", "write-log"];

/// Whether the caller, who sees the row, has this right to it. `may_change`: the row is the caller's to change.
pub(crate) fn has(access: Access, resource: &str, action: &str, may_change: bool) -> bool {
    if action == "read" {
        return !matches!(access, Access::Provisioning { .. });
    }
    match access {
        Access::System => true,
        // A person has every right to what is theirs to change: tunnels, supervisor requests, and what has no name yet.
        Access::User { .. } => match resource {
            "api_key" => matches!(action, "update" | "delete"),
            "user" => matches!(action, "create-user-api-key" | "create-named-user-api-key"),
            _ => may_change && !LOOKED_AT.contains(&resource),
        },
        Access::Device { .. } => resource == "device" && OF_A_DEVICE.contains(&action),
        Access::VpnService => matches!((resource, action), ("device" | "service_instance", "update")),
        Access::Provisioning { .. } | Access::Guest => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ME: Access = Access::User { user: 1, actor: 1 };
    const DEVICE: Access = Access::Device { device: 1, actor: 2 };

    fn granted(access: Access, body: &Value, may_change: bool) -> Option<bool> {
        Permission::of(body).map(|wanted| wanted.is_granted(&|action| has(access, "device", action, may_change)))
    }

    #[test]
    fn either_an_action_or_a_method() {
        for bad in [
            json!({}),
            json!([]),
            json!({ "action": "read", "method": "GET" }),
            json!({ "method": "FETCH" }),
            json!({ "action": null }),
        ] {
            assert_eq!(Permission::of(&bad), None, "{bad}");
        }
        let mut deep = json!("read");
        for _ in 0..100 {
            deep = json!([deep]);
        }
        assert_eq!(Permission::of(&json!({ "action": deep })), None);
    }

    #[test]
    fn people_command_what_is_theirs_and_others_look_on() {
        let tunnel = json!({ "action": { "or": ["tunnel-any", "tunnel-22222"] } });
        assert_eq!(granted(ME, &tunnel, true), Some(true));
        assert_eq!(granted(ME, &tunnel, false), Some(false));
        assert_eq!(granted(ME, &json!({ "method": "GET" }), false), Some(true));
        assert_eq!(granted(ME, &json!({ "method": "DELETE" }), false), Some(false));
        assert_eq!(granted(ME, &json!({ "method": "PUT" }), true), Some(true));
        assert_eq!(granted(ME, &json!({ "action": 5 }), true), Some(true));
        assert_eq!(granted(DEVICE, &json!({ "action": { "nor": ["read"] } }), true), Some(false));
    }

    #[test]
    fn a_device_does_what_devices_do() {
        assert_eq!(granted(DEVICE, &tunnel_of("tunnel-22222"), false), Some(false));
        for action in ["read", "update", "cloudlink", "write-log", "supervisor-proxy-write"] {
            assert_eq!(granted(DEVICE, &tunnel_of(action), false), Some(true), "{action}");
        }
        assert_eq!(granted(DEVICE, &json!({ "action": ["read", "delete"] }), false), Some(false));
        assert_eq!(granted(Access::VpnService, &json!({ "method": "PATCH" }), false), Some(true));
        assert_eq!(granted(Access::VpnService, &tunnel_of("cloudlink"), false), Some(false));
    }

    fn tunnel_of(action: &str) -> Value {
        json!({ "action": action })
    }
}
