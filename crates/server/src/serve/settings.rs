//! What an operator sets by environment: the names openBalena has for them, so that its settings can be taken over.

use std::time::Duration;

use platform::config::PlatformConfig;

use crate::failure::Failure;

/// A setting as README lists it.
struct Setting {
    name: &'static str,
    set: fn(&mut PlatformConfig, u64) -> bool,
    rule: &'static str,
}

const PORT: &str = "a port: a whole number from 1 to 65535";
const SECONDS: &str = "a whole number of seconds, 1 or more";

const SETTINGS: &[Setting] = &[
    Setting {
        name: "DEFAULT_SUPERVISOR_POLL_INTERVAL",
        set: |config, ms| at_least_one(ms) && put(&mut config.poll_interval, Duration::from_millis(ms)),
        rule: "a whole number of milliseconds, 1 or more",
    },
    Setting {
        name: "API_HEARTBEAT_STATE_TIMEOUT_SECONDS",
        set: |config, seconds| at_least_one(seconds) && put(&mut config.timeout_grace, Duration::from_secs(seconds)),
        rule: SECONDS,
    },
    Setting {
        name: "METRICS_MAX_REPORT_INTERVAL_SECONDS",
        set: |config, seconds| put(&mut config.metrics_report_interval, Duration::from_secs(seconds)),
        rule: "a whole number of seconds",
    },
    Setting {
        name: "DOWNLOAD_PROGRESS_MAX_REPORT_INTERVAL_SECONDS",
        set: |config, seconds| put(&mut config.progress_report_interval, Duration::from_secs(seconds)),
        rule: "a whole number of seconds",
    },
    Setting {
        name: "RATE_LIMIT_FACTOR",
        set: |config, factor| {
            at_least_one(factor) && u32::try_from(factor).is_ok_and(|factor| put(&mut config.rate_limit_factor, factor))
        },
        rule: "a whole number, 1 or more",
    },
    Setting {
        name: "LOGS_DEFAULT_RETENTION_LIMIT",
        set: |config, lines| at_least_one(lines) && put(&mut config.log_lines_per_device, lines),
        rule: "a whole number of lines, 1 or more",
    },
    Setting {
        name: "JSON_WEB_TOKEN_EXPIRY_MINUTES",
        set: |config, minutes| at_least_one(minutes) && put(&mut config.token_lifetime, Duration::from_mins(minutes)),
        rule: "a whole number of minutes, 1 or more",
    },
    Setting {
        name: "VPN_CONNECT_PROXY_PORT",
        set: |config, port| {
            at_least_one(port) && u16::try_from(port).is_ok_and(|port| put(&mut config.vpn_proxy_port, port))
        },
        rule: PORT,
    },
    Setting {
        name: "VPN_PORT",
        set: |config, port| {
            at_least_one(port)
                && u16::try_from(port).is_ok_and(|port| put(&mut config.device_settings.vpn_port, Some(port)))
        },
        rule: PORT,
    },
];

/// A setting that is a text.
struct Text {
    name: &'static str,
    set: fn(&mut PlatformConfig, String),
}

const TEXTS: &[Text] = &[
    Text { name: "API_VPN_SERVICE_API_KEY", set: |config, key| config.api_vpn_key = Some(key) },
    Text { name: "VPN_HOST", set: |config, host| config.device_settings.vpn = Some(host) },
    Text { name: "REGISTRY2_HOST", set: |config, host| config.device_settings.registry = Some(host) },
    Text { name: "DELTA_HOST", set: |config, host| config.device_settings.delta = Some(format!("https://{host}")) },
    Text { name: "LOGS_HOST", set: |config, host| config.device_settings.logs = Some(format!("https://{host}")) },
    Text {
        name: "DEVICE_CONFIG_OPENVPN_CONFIG",
        set: |config, text| config.device_settings.openvpn_config = Some(text),
    },
    Text {
        name: "DEVICE_CONFIG_SSH_AUTHORIZED_KEYS",
        set: |config, keys| config.device_settings.ssh_authorized_keys = Some(keys),
    },
];

/// The names under which the VPN service's key is taken; it has no option, since options are seen by everyone.
const VPN_KEYS: [&str; 2] = ["BINNACLE_VPN_SERVICE_KEY", "VPN_SERVICE_API_KEY"];

/// Takes over what the environment says; `BINNACLE_` before a name wins over the bare name.
pub(crate) fn apply(config: &mut PlatformConfig, environment: impl Fn(&str) -> Option<String>) -> Result<(), Failure> {
    let value = |name: &str| environment(name).filter(|value| !value.is_empty());
    for setting in SETTINGS {
        let own = format!("BINNACLE_{}", setting.name);
        let Some((name, text)) = [own.as_str(), setting.name].iter().find_map(|name| Some((*name, value(name)?)))
        else {
            continue;
        };
        // The longest time that makes sense anywhere here is a hundred years.
        let number = text.trim().parse::<u64>().ok().filter(|number| *number <= 100 * 366 * 24 * 3600 * 1000);
        if !number.is_some_and(|number| (setting.set)(config, number)) {
            return Err(Failure::start(format!("{name} is `{text}`: it takes {}", setting.rule)));
        }
    }
    for text in TEXTS {
        if let Some(given) = value(&format!("BINNACLE_{}", text.name)).or_else(|| value(text.name)) {
            (text.set)(config, given);
        }
    }
    if let Some(key) = VPN_KEYS.iter().find_map(|name| value(name)) {
        config.vpn_service_key = Some(key);
    }
    Ok(())
}

fn at_least_one(number: u64) -> bool {
    number >= 1
}

fn put<T>(place: &mut T, value: T) -> bool {
    *place = value;
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(pairs: &[(&str, &str)]) -> Result<PlatformConfig, String> {
        let mut config = PlatformConfig::new("nowhere");
        let find = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        apply(&mut config, find).map(|()| config).map_err(|failure| failure.to_string())
    }

    #[test]
    fn an_open_balena_s_settings_are_taken_over() {
        let config = applied(&[
            ("DEFAULT_SUPERVISOR_POLL_INTERVAL", "20000"),
            ("METRICS_MAX_REPORT_INTERVAL_SECONDS", "60"),
            ("RATE_LIMIT_FACTOR", "100"),
            ("VPN_SERVICE_API_KEY", "of the service"),
            ("VPN_CONNECT_PROXY_PORT", "3129"),
            ("DELTA_HOST", "delta.example.org"),
        ])
        .unwrap();
        assert_eq!(config.vpn_proxy_port, 3_129);
        assert_eq!(config.device_settings.delta.as_deref(), Some("https://delta.example.org"));
        assert_eq!(config.poll_interval, Duration::from_secs(20));
        assert_eq!(config.metrics_report_interval, Duration::from_mins(1));
        assert_eq!((config.rate_limit_factor, config.vpn_service_key.as_deref()), (100, Some("of the service")));
    }

    #[test]
    fn our_own_name_wins_and_a_bad_value_names_itself() {
        let both = [("RATE_LIMIT_FACTOR", "3"), ("BINNACLE_RATE_LIMIT_FACTOR", "7")];
        assert_eq!(applied(&both).unwrap().rate_limit_factor, 7);
        let refused = applied(&[("JSON_WEB_TOKEN_EXPIRY_MINUTES", "0")]).unwrap_err();
        assert_eq!(refused, "JSON_WEB_TOKEN_EXPIRY_MINUTES is `0`: it takes a whole number of minutes, 1 or more");
        assert!(applied(&[("BINNACLE_RATE_LIMIT_FACTOR", "many")]).is_err());
        assert!(applied(&[("VPN_PORT", "70000")]).is_err());
    }
}
