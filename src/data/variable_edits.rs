//! Writes of environment variables: one, or many in order, with what was there before looked at first.

use model::variable::{Level, Slot};
use model::variable_plan::Act;
use model::variable_write::{Answer, Write};
use odata::{Query, field};
use serde::Serialize;
use wire::endpoint::Method;
use wire::rows::variable::VariableRow;

use super::failure::Failure;
use super::hub::{Hub, use_hub};

/// Writes through the hub. Copy.
#[derive(Debug, Clone, Copy)]
pub struct VariableEdits(Hub);

/// The way to write.
pub fn use_variable_edits() -> VariableEdits {
    VariableEdits(use_hub())
}

#[derive(Serialize)]
struct Value<'a> {
    value: &'a str,
}

#[derive(Serialize)]
struct NewVariable<'a> {
    service_install: i64,
    name: &'a str,
    value: &'a str,
}

impl VariableEdits {
    /// Writes, and says what came of it in the words of the page.
    pub async fn write(self, write: Write) -> Answer {
        self.try_write(write).await.unwrap_or_else(|failure| Answer::Failed(failure.to_string()))
    }

    async fn try_write(self, write: Write) -> Result<Answer, Failure> {
        match write {
            Write::Set { slot, name, expected, value } => {
                let now = self.now(slot, &name).await?;
                if now != expected && now.as_ref() != Some(&value) {
                    return Ok(Answer::Meanwhile(now));
                }
                self.set(slot, &name, &value).await?;
            }
            Write::Remove { level, id } => self.remove(level, id).await?,
            Write::Promote { slot, name, value, level, id } => {
                self.set(slot, &name, &value).await?;
                self.remove(level, id).await?;
            }
            Write::Step(step) => match &step.act {
                Act::Add { value } | Act::Change { to: value, .. } => self.set(step.slot, &step.name, value).await?,
                Act::Remove { id, .. } => self.remove(step.slot.level, *id).await?,
                Act::Leave => {}
            },
        }
        Ok(Answer::Done)
    }

    async fn set(self, slot: Slot, name: &str, value: &str) -> Result<(), Failure> {
        let (client, resource) = (self.0.client(), slot.level.resource());
        let done = if slot.level == Level::DeviceService {
            // The one level the API knows no PUT for.
            if let Some(row) = self.found(slot, name).await? {
                client.patch(Query::of(resource).id(row.id), &Value { value }).await
            } else {
                let new = NewVariable { service_install: slot.parent, name, value };
                client.tell(Method::Post, format!("/api/v7/{resource}"), &new).await
            }
        } else {
            let query = Query::of(resource).key(slot.level.parent(), slot.parent).key("name", name);
            client.put(query, &Value { value }).await
        };
        self.0.heard(done)
    }

    async fn remove(self, level: Level, id: i64) -> Result<(), Failure> {
        self.0.heard(self.0.client().delete(Query::of(level.resource()).id(id)).await)
    }

    async fn now(self, slot: Slot, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.found(slot, name).await?.map(|row| row.value))
    }

    async fn found(self, slot: Slot, name: &str) -> Result<Option<VariableRow>, Failure> {
        let query = Query::of(slot.level.resource())
            .select(VariableRow::SELECT)
            .filter(field(slot.level.parent()).eq(slot.parent))
            .filter(field("name").eq(name));
        let rows = self.0.heard(self.0.client().rows::<VariableRow>(query).await)?;
        Ok(rows.into_iter().next())
    }
}
