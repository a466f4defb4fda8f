//! The configuration of a fleet or a device beside the schema of what there is, kept up to date.

use client::live::event::TopicEvent;
use futures_util::future::try_join3;
use model::configuration::{ConfigBook, ConfigField, ConfigValue, Takes};
use odata::{Expand, Query, asc, field};
use query::remote::Remote;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use wire::config_vars::{ConfigVar, ConfigVars, GetConfigVars};
use wire::endpoint::Endpoint as _;
use wire::live::Topic;
use wire::navigation::ToOne;

use super::changes::Changes;
use super::failure::Failure;
use super::hub::{Hub, use_hub};

const OF_FLEET: &str = "application_config_variable";
const OF_DEVICE: &str = "device_config_variable";

/// A configuration, and the way to change it. Copy.
#[derive(Debug, Clone, Copy)]
pub struct Configuration {
    hub: Hub,
    fleet: i64,
    device: Option<i64>,
    pub book: Remote<ConfigBook, Failure>,
}

/// Reads and follows the configuration of a fleet, or of one of its devices.
pub fn of(fleet: i64, device: Option<i64>) -> Configuration {
    let hub = use_hub();
    let book = Remote::new(move || async move { hub.heard(read(hub, fleet, device).await) });
    let changes = Changes::new(hub, move |_| {
        book.refetch();
        Box::pin(std::future::ready(()))
    });
    hub.follow(Topic::Fleet { id: fleet }, move |event| match event {
        TopicEvent::Changed(rows) => {
            let concerns = |row: &wire::live::ChangedRow| {
                row.resource == OF_FLEET || (row.resource == OF_DEVICE && row.device == device)
            };
            if rows.iter().any(concerns) {
                changes.all();
            }
        }
        TopicEvent::Reset => changes.all(),
        _ => {}
    });
    Configuration { hub, fleet, device, book }
}

#[derive(Serialize)]
struct NewValue<'a> {
    value: &'a str,
}

impl Configuration {
    /// Sets a variable of the device, or of the fleet where there is none.
    pub async fn set(self, name: &str, value: &str) -> Result<(), Failure> {
        let query = match self.device {
            Some(device) => Query::of(OF_DEVICE).key("device", device),
            None => Query::of(OF_FLEET).key("application", self.fleet),
        };
        let done = self.hub.client().put(query.key("name", name), &NewValue { value }).await;
        self.book.refetch();
        self.hub.heard(done)
    }

    /// Takes a variable of the device, or of the fleet, away: what is beneath it holds again.
    pub async fn remove(self, id: i64) -> Result<(), Failure> {
        let resource = if self.device.is_some() { OF_DEVICE } else { OF_FLEET };
        let done = self.hub.client().delete(Query::of(resource).id(id)).await;
        self.book.refetch();
        self.hub.heard(done)
    }
}

#[derive(Deserialize)]
struct Slug {
    slug: String,
}

#[derive(Deserialize)]
struct WithType {
    #[serde(alias = "is_of__device_type", alias = "is_for__device_type", default)]
    device_type: ToOne<Slug>,
}

#[derive(Deserialize)]
struct Pair {
    id: i64,
    name: String,
    value: String,
}

async fn read(hub: Hub, fleet: i64, device: Option<i64>) -> Result<ConfigBook, Failure> {
    let client = hub.client();
    let (resource, navigation, id) = match device {
        Some(device) => ("device", "is_of__device_type", device),
        None => ("application", "is_for__device_type", fleet),
    };
    let of_type = Query::of(resource).id(id).select(["id"]).expand(Expand::of(navigation).select(["slug"]));
    let row = client.row::<WithType>(of_type, resource).await?;
    let device_type = row.device_type.into_inner().map(|of| of.slug);
    let schema = format!("/api{}", GetConfigVars { device_type }.path());
    let pairs = |resource: &str, parent: &str, id: i64| {
        Query::of(resource).select(["id", "name", "value"]).filter(field(parent).eq(id)).order_by(asc("name"))
    };
    let none = async { Ok::<_, Failure>(Vec::new()) };
    let of_device = async {
        match device {
            Some(device) => client.rows::<Pair>(pairs(OF_DEVICE, "device", device)).await,
            None => none.await,
        }
    };
    let (schema, of_fleet, of_device) = try_join3(
        client.get::<ConfigVars>(schema),
        client.rows::<Pair>(pairs(OF_FLEET, "application", fleet)),
        of_device,
    )
    .await?;
    let value = |pair: Pair| ConfigValue { id: pair.id, name: pair.name, value: pair.value };
    Ok(ConfigBook {
        fleet,
        device,
        fields: schema.config_var_schema.properties.into_iter().map(|(name, var)| convert(name, var)).collect(),
        of_fleet: of_fleet.into_iter().map(value).collect(),
        of_device: of_device.into_iter().map(value).collect(),
        hidden: schema.black_listed_names,
    })
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn convert(name: String, var: ConfigVar) -> ConfigField {
    let takes = takes(&var);
    ConfigField {
        name,
        takes,
        description: var.description,
        default: var.default.as_ref().map(text),
        example: var.examples.as_ref().and_then(|examples| examples.first()).map(text),
        reboots: var.will_reboot.unwrap_or(false),
        warning: var.warning,
    }
}

fn takes(var: &ConfigVar) -> Takes {
    if let Some(choices) = &var.one_of {
        return Takes::Choice(choices.iter().map(|choice| (text(&choice.value), choice.title.clone())).collect());
    }
    if let Some(choices) = &var.choices {
        let words: Vec<String> = choices.iter().map(text).collect();
        return match words.as_slice() {
            [off, on] if matches!((off.as_str(), on.as_str()), ("0", "1") | ("false", "true")) => {
                Takes::Switch { off: off.clone(), on: on.clone() }
            }
            _ => Takes::Choice(words.into_iter().map(|word| (word.clone(), word)).collect()),
        };
    }
    if var.kind.as_deref() == Some("integer") {
        return Takes::Number { least: var.minimum, most: var.maximum };
    }
    let begins = (var.format.as_deref() == Some("data-url")).then(|| "data:image/png;".to_owned());
    Takes::Text { most: var.max_length, begins }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_s_words_become_what_a_field_takes() {
        let read = |text: &str| takes(&serde_json::from_str::<ConfigVar>(text).unwrap());
        assert_eq!(
            read(r#"{"enum":["false","true"]}"#),
            Takes::Switch { off: "false".to_owned(), on: "true".to_owned() }
        );
        assert_eq!(
            read(r#"{"type":"integer","enum":[0,1]}"#),
            Takes::Switch { off: "0".to_owned(), on: "1".to_owned() }
        );
        assert_eq!(read(r#"{"type":"integer","maximum":9}"#), Takes::Number { least: None, most: Some(9) });
        assert_eq!(
            read(r#"{"type":"integer","oneOf":[{"const":1,"title":"One"}]}"#),
            Takes::Choice(vec![("1".to_owned(), "One".to_owned())])
        );
        assert_eq!(
            read(r#"{"type":"string","format":"data-url","maxLength":5}"#),
            Takes::Text { most: Some(5), begins: Some("data:image/png;".to_owned()) }
        );
    }
}
