//! The one table: its name, its attributes and its definition, the same on AWS, in the
//! local host and in tests.

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, AttributeValue, BillingMode, ConsumedCapacity, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ReturnConsumedCapacity, ScalarAttributeType, StreamSpecification, StreamViewType,
};
use runtime::Fault;

use crate::failure::fault;
use crate::meter::Meter;

/// Partition key.
pub const PK: &str = "pk";
/// Sort key.
pub const SK: &str = "sk";
/// Name of index 1.
pub const INDEX_1: &str = "gsi1";
/// Partition key of index 1.
pub const G1P: &str = "g1p";
/// Sort key of index 1.
pub const G1S: &str = "g1s";
/// Name of index 2.
pub const INDEX_2: &str = "gsi2";
/// Partition key of index 2.
pub const G2P: &str = "g2p";
/// Sort key of index 2.
pub const G2S: &str = "g2s";
/// A row's data as JSON text.
pub const ROW: &str = "d";
/// A row's data as compressed JSON.
pub const ROW_PACKED: &str = "y";

/// When an item may be removed, in seconds since 1970; most items have none.
pub const TTL: &str = "ttl";

/// An index: its name, its two keys, and what else it holds. Rows are read from an index
/// without a second look into the table; a stream's first commit, which is in index 1 so
/// that streams can be listed, leaves its events out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: &'static str,
    /// Its partition key.
    pub partition: &'static str,
    /// Its sort key.
    pub sort: &'static str,
    /// Attributes that it holds besides keys.
    pub includes: &'static [&'static str],
}

/// The indexes of the table.
pub const INDEXES: [Index; 2] = [
    Index { name: INDEX_1, partition: G1P, sort: G1S, includes: &[ROW, ROW_PACKED, G2P, G2S] },
    Index { name: INDEX_2, partition: G2P, sort: G2S, includes: &[ROW, ROW_PACKED, G1P, G1S] },
];

/// An item as the API has it.
pub type Item = HashMap<String, AttributeValue>;

/// The table of one deployment, with the meter that counts what is used of it.
#[derive(Debug, Clone)]
pub struct Table {
    client: Client,
    name: Arc<str>,
    meter: Option<Arc<Meter>>,
}

impl Table {
    /// The table of this name.
    pub fn new(client: Client, name: impl Into<Arc<str>>) -> Self {
        Self { client, name: name.into(), meter: None }
    }

    /// Counts into a meter from now on.
    pub fn metered(mut self, meter: Arc<Meter>) -> Self {
        self.meter = Some(meter);
        self
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Opens the connection with one cheap read that needs no right of its own, so that
    /// the first real call need not. Failing changes nothing.
    pub async fn warm(&self) {
        let key = AttributeValue::S("WARM".to_owned());
        let get = self.client().get_item().table_name(self.name()).key(PK, key.clone()).key(SK, key);
        if let Err(error) = get.send().await {
            tracing::debug!(error = %fault("warm the table", error).chain(), "warming failed");
        }
    }

    /// The client, for one more call.
    pub(crate) fn client(&self) -> &Client {
        if let Some(meter) = &self.meter {
            meter.count_call();
        }
        &self.client
    }

    /// Whether answers shall say what they cost.
    pub(crate) fn capacity(&self) -> Option<ReturnConsumedCapacity> {
        self.meter.as_ref().map(|_| ReturnConsumedCapacity::Total)
    }

    pub(crate) fn count_read(&self, consumed: Option<&ConsumedCapacity>) {
        if let (Some(meter), Some(consumed)) = (&self.meter, consumed) {
            meter.count_read(consumed);
        }
    }

    pub(crate) fn count_write(&self, consumed: &[ConsumedCapacity]) {
        for consumed in consumed {
            if let Some(meter) = &self.meter {
                meter.count_write(consumed);
            }
        }
    }

    /// Reads one item, consistently.
    pub(crate) async fn get(&self, partition: String, sort: &str, what: &str) -> Result<Option<Item>, Fault> {
        let get = self.client().get_item().table_name(self.name()).consistent_read(true);
        let get = get.key(PK, AttributeValue::S(partition)).key(SK, AttributeValue::S(sort.to_owned()));
        let found = get.set_return_consumed_capacity(self.capacity()).send().await.map_err(|error| fault(what, error))?;
        self.count_read(found.consumed_capacity());
        Ok(found.item)
    }
}

/// A text attribute of an item.
pub(crate) fn text<'a>(item: &'a Item, name: &str) -> Option<&'a str> {
    item.get(name)?.as_s().ok().map(String::as_str)
}

/// A text attribute that must be there.
pub(crate) fn required<'a>(item: &'a Item, name: &str) -> Result<&'a str, Fault> {
    text(item, name).ok_or_else(|| Fault::lasting(format!("stored item lacks {name}")))
}

/// Creates the table where there is none: on demand, two indexes, a stream of new images.
///
/// For the local host and tests; on AWS the template does it, from the same constants.
///
/// # Errors
/// When the engine refuses. A table of that name that exists already is left alone.
pub async fn create_table(client: &Client, name: &str) -> Result<(), Fault> {
    let building = |error| Fault::lasting("define the table").because(error);
    let mut create = client.create_table().table_name(name).billing_mode(BillingMode::PayPerRequest);
    for attribute in [PK, SK, G1P, G1S, G2P, G2S] {
        let definition = AttributeDefinition::builder().attribute_name(attribute).attribute_type(ScalarAttributeType::S);
        create = create.attribute_definitions(definition.build().map_err(building)?);
    }
    for key in key_schema(PK, SK)? {
        create = create.key_schema(key);
    }
    for index in INDEXES {
        let includes = Projection::builder().projection_type(ProjectionType::Include);
        let includes = includes.set_non_key_attributes(Some(index.includes.iter().map(|&name| name.to_owned()).collect()));
        let keys = key_schema(index.partition, index.sort)?;
        let definition = GlobalSecondaryIndex::builder().index_name(index.name).set_key_schema(Some(keys.into()));
        create = create.global_secondary_indexes(definition.projection(includes.build()).build().map_err(building)?);
    }
    let stream = StreamSpecification::builder().stream_enabled(true).stream_view_type(StreamViewType::NewImage);
    let created = create.stream_specification(stream.build().map_err(building)?).send().await;
    match created {
        Err(error) if error.as_service_error().is_some_and(|error| error.is_resource_in_use_exception()) => Ok(()),
        Err(error) => Err(fault(format!("create table {name}"), error)),
        Ok(_) => Ok(()),
    }
}

fn key_schema(partition: &str, sort: &str) -> Result<[KeySchemaElement; 2], Fault> {
    let element = |name: &str, role: KeyType| {
        let element = KeySchemaElement::builder().attribute_name(name).key_type(role).build();
        element.map_err(|error| Fault::lasting("define a key").because(error))
    };
    Ok([element(partition, KeyType::Hash)?, element(sort, KeyType::Range)?])
}
