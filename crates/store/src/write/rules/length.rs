//! Lengths and words: the limits of the model's fields, with the sentences the balena API answers.

use std::fmt::Write;

use rusqlite::types::Value;

use crate::error::StoreError;
use crate::model_description::resource::{Field, Kind, Least, Resource};

use super::super::values::Values;

/// Every value that is being set keeps to its field's words and length.
pub(in super::super) fn check(resource: &Resource, values: &Values) -> Result<(), StoreError> {
    for field in resource.fields {
        let Some(Value::Text(text)) = values.0.get(field.name) else { continue };
        let length = text.chars().count();
        let is_long_enough = match field.length.least {
            Least::None => true,
            Least::Above(least) => length > least,
            Least::From(least) => length >= least,
        };
        if !is_long_enough || field.length.most.is_some_and(|most| length > most) {
            return Err(StoreError::rule(sentence(resource, field)));
        }
    }
    for field in resource.fields.iter().filter(|field| !field.words.is_empty()) {
        if values.text(field.name).is_some_and(|text| !field.words.contains(&text)) {
            return Err(StoreError::rule("Check constraint violated"));
        }
    }
    Ok(())
}

/// `It is necessary that each release that has a note, has a note that has a Length (Type) that is less than or equal to 10.`
fn sentence(resource: &Resource, field: &Field) -> String {
    let resource = match resource.name {
        "user__has__public_key" => "user public key".to_owned(),
        name => name.replace('_', " "),
    };
    let name = field.name.replace('_', " ");
    let article = if name.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    let mut sentence = format!("It is necessary that each {resource} ");
    if !field.is_required {
        let _ = write!(sentence, "that has {article} {name}, ");
    }
    let of = if field.kind == Kind::Json { "is represented by a Text (Type) that has" } else { "has" };
    let _ = write!(sentence, "has {article} {name} that {of} a Length (Type) that ");
    let bounds: Vec<_> = [
        match field.length.least {
            Least::None => None,
            Least::Above(least) => Some(format!("is greater than {least}")),
            Least::From(least) => Some(format!("is greater than or equal to {least}")),
        },
        field.length.most.map(|most| format!("is less than or equal to {most}")),
    ]
    .into_iter()
    .flatten()
    .collect();
    sentence + &bounds.join(" and ") + "."
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model_description;

    fn refusal(resource: &str, field: &'static str, text: &str) -> Option<String> {
        let mut values = Values::default();
        values.set(field, text.to_owned());
        check(model_description::resource(resource).unwrap(), &values).err().map(|error| error.to_string())
    }

    #[test]
    fn each_limit_has_its_sentence() {
        for (resource, field, length, sentence) in [
            (
                "application",
                "app_name",
                3,
                "each application has an app name that has a Length (Type) that is greater than or equal to 4 and is less than or equal to 100.",
            ),
            (
                "service",
                "service_name",
                64,
                "each service has a service name that has a Length (Type) that is greater than 0 and is less than or equal to 63.",
            ),
            (
                "device_tag",
                "tag_key",
                0,
                "each device tag has a tag key that has a Length (Type) that is greater than 0 and is less than or equal to 100.",
            ),
            (
                "release_tag",
                "tag_key",
                165,
                "each release tag has a tag key that has a Length (Type) that is greater than 0 and is less than or equal to 164.",
            ),
            (
                "release_asset",
                "asset_key",
                0,
                "each release asset has an asset key that has a Length (Type) that is greater than 0.",
            ),
            (
                "user__has__public_key",
                "public_key",
                2_851,
                "each user public key has a public key that has a Length (Type) that is less than or equal to 2850.",
            ),
            (
                "release",
                "invalidation_reason",
                256,
                "each release that has an invalidation reason, has an invalidation reason that has a Length (Type) that is less than or equal to 255.",
            ),
            (
                "release",
                "composition",
                1_000_001,
                "each release has a composition that is represented by a Text (Type) that has a Length (Type) that is less than or equal to 1000000.",
            ),
            (
                "image",
                "content_hash",
                72,
                "each image that has a content hash, has a content hash that has a Length (Type) that is less than or equal to 71.",
            ),
            (
                "device",
                "os_version",
                71,
                "each device that has an os version, has an os version that has a Length (Type) that is less than or equal to 70.",
            ),
            (
                "api_key",
                "name",
                51,
                "each api key that has a name, has a name that has a Length (Type) that is less than or equal to 50.",
            ),
        ] {
            let expected = format!("It is necessary that {sentence}");
            assert_eq!(refusal(resource, field, &"ü".repeat(length)), Some(expected), "{resource}.{field}");
        }
        assert_eq!(refusal("release", "phase", "nonsense").unwrap(), "Check constraint violated");
    }

    proptest! {
        #[test]
        fn a_length_within_the_limits_is_fine(length in 0_usize..130) {
            let text = "x".repeat(length);
            prop_assert_eq!(refusal("application", "app_name", &text).is_none(), (4..=100).contains(&length));
            prop_assert_eq!(refusal("user__has__public_key", "title", &text).is_none(), length <= 120);
        }
    }
}
