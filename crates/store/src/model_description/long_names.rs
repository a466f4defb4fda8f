//! The long names the balena API derives for resources, beside the short ones everybody uses.

const NAMES: [(&str, &str); 23] = [
    ("application__has__config_var_name", "application_config_variable"),
    ("application__has__env_var_name", "application_environment_variable"),
    ("application__has__service_name", "service"),
    ("application__has__service_name__has__label_name", "service_label"),
    ("application__has__service_name__has__name", "service_environment_variable"),
    ("application__has__tag_key", "application_tag"),
    ("device__has__config_var_name", "device_config_variable"),
    ("device__has__env_var_name", "device_environment_variable"),
    ("device__has__tag_key", "device_tag"),
    ("device__installs__application__has__service_name", "service_install"),
    ("device__installs__application__has__service_name__has__name", "device_service_environment_variable"),
    ("device__installs__image", "image_install"),
    ("device__installs__service", "service_install"),
    ("device_type__is_referenced_by__alias", "device_type_alias"),
    ("image__is_part_of__release", "release_image"),
    ("image__is_part_of__release__has__label_name", "image_label"),
    ("image__is_part_of__release__has__name", "image_environment_variable"),
    ("release__has__asset_key", "release_asset"),
    ("release__has__tag_key", "release_tag"),
    ("service__has__label_name", "service_label"),
    ("service__has__name", "service_environment_variable"),
    ("user__is_member_of__organization", "organization_membership"),
    ("user_public_key", "user__has__public_key"),
];

/// The short name of a resource, if this is a long one.
pub(super) fn short_of(name: &str) -> Option<&'static str> {
    NAMES.iter().find(|(long, _)| *long == name).map(|(_, short)| *short)
}
