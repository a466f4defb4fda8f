//! A device's overall status and progress as SQL: the precedence of `model::device_status`, compared with it by a test.

/// The device's own `*_SUPERVISOR_VPN_CONTROL`, or else its fleet's, is `false`; `BALENA_` goes before `RESIN_`.
macro_rules! is_vpn_switched_off {
    () => {
        "coalesce(\
         (SELECT v.value FROM device_config_variable v WHERE v.device = {t}.id \
          AND v.name IN ('RESIN_SUPERVISOR_VPN_CONTROL', 'BALENA_SUPERVISOR_VPN_CONTROL') ORDER BY v.name LIMIT 1), \
         (SELECT v.value FROM application_config_variable v WHERE v.application = {t}.belongs_to__application \
          AND v.name IN ('RESIN_SUPERVISOR_VPN_CONTROL', 'BALENA_SUPERVISOR_VPN_CONTROL') ORDER BY v.name LIMIT 1), \
         'true') = 'false'"
    };
}

macro_rules! overall_status {
    () => {
        concat!(
            "CASE \
             WHEN NOT {t}.is_active THEN 'inactive' \
             WHEN {t}.provisioning_state IS 'Post-Provisioning' THEN 'post-provisioning' \
             WHEN NOT {t}.is_connected_to_vpn AND {t}.last_connectivity_event IS NULL \
              AND {t}.api_heartbeat_state = 'unknown' THEN 'configuring' \
             WHEN NOT {t}.is_connected_to_vpn AND {t}.api_heartbeat_state IN ('offline', 'unknown') THEN 'disconnected' \
             WHEN {t}.api_heartbeat_state IN ('online', 'timeout') AND {t}.status IS 'Downloading' \
              AND {t}.download_progress IS NOT NULL THEN 'updating' \
             WHEN {t}.provisioning_progress IS NOT NULL THEN 'configuring' \
             WHEN {t}.api_heartbeat_state IN ('online', 'timeout') AND EXISTS \
              (SELECT 1 FROM image_install i WHERE i.device = {t}.id AND i.status = 'Downloading' \
               AND i.download_progress IS NOT NULL) THEN 'updating' \
             WHEN {t}.api_heartbeat_state = 'timeout' \
              OR ({t}.is_connected_to_vpn AND {t}.api_heartbeat_state <> 'online') THEN 'reduced-functionality' \
             WHEN {t}.is_connected_to_vpn THEN 'operational' \
             WHEN ",
            is_vpn_switched_off!(),
            " THEN 'operational' \
             ELSE 'reduced-functionality' END"
        )
    };
}

/// `overall_status` as v6 answered it: it knows no link, only whether the device was heard of.
pub(super) const OVERALL_STATUS_V6: &str = "CASE \
     WHEN NOT {t}.is_active THEN 'inactive' \
     WHEN {t}.provisioning_state IS 'Post-Provisioning' THEN 'post-provisioning' \
     WHEN NOT {t}.is_connected_to_vpn AND {t}.last_connectivity_event IS NULL \
      AND {t}.api_heartbeat_state = 'unknown' THEN 'configuring' \
     WHEN NOT {t}.is_connected_to_vpn AND {t}.api_heartbeat_state IN ('offline', 'unknown') THEN 'offline' \
     WHEN {t}.status IS 'Downloading' AND {t}.download_progress IS NOT NULL THEN 'updating' \
     WHEN {t}.provisioning_progress IS NOT NULL THEN 'configuring' \
     WHEN EXISTS (SELECT 1 FROM image_install i WHERE i.device = {t}.id AND i.status = 'Downloading' \
      AND i.download_progress IS NOT NULL) THEN 'updating' \
     ELSE 'idle' END";

/// `overall_status`.
pub(super) const OVERALL_STATUS: &str = overall_status!();

/// `overall_progress`: the provisioning's while there is one, the rounded average over the installs that download or are
/// of the target while one downloads, else none. It has a precedence of its own: a device on the link that does not poll
/// shows the progress of its update though its status is `reduced-functionality`.
pub(super) const OVERALL_PROGRESS: &str = "CASE \
     WHEN NOT {t}.is_active THEN NULL \
     WHEN {t}.provisioning_state IS 'Post-Provisioning' THEN {t}.provisioning_progress \
     WHEN NOT {t}.is_connected_to_vpn AND {t}.last_connectivity_event IS NULL \
      AND {t}.api_heartbeat_state = 'unknown' THEN {t}.provisioning_progress \
     WHEN NOT {t}.is_connected_to_vpn AND {t}.api_heartbeat_state IN ('offline', 'unknown') THEN NULL \
     WHEN {t}.status IS 'Downloading' AND {t}.download_progress IS NOT NULL THEN {t}.download_progress \
     WHEN {t}.provisioning_progress IS NOT NULL THEN {t}.provisioning_progress \
     WHEN EXISTS (SELECT 1 FROM image_install i WHERE i.device = {t}.id AND i.status = 'Downloading' \
       AND i.download_progress IS NOT NULL) THEN \
      (SELECT CAST(round(avg(coalesce(i.download_progress, 100))) AS INTEGER) FROM image_install i \
       WHERE i.device = {t}.id AND i.status <> 'deleted' AND (i.status = 'Downloading' OR i.is_provided_by__release IS \
        coalesce({t}.is_pinned_on__release, \
         (SELECT f.should_be_running__release FROM application f WHERE f.id = {t}.belongs_to__application)))) \
     END";
