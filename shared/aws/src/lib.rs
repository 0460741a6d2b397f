//! The ports on DynamoDB, S3, Secrets Manager and EventBridge. The only crate that depends
//! on an SDK; the local host runs it against embedded engines.

pub mod bus;
pub mod config;
pub mod documents;
pub mod image;
pub mod keys;
pub mod lambda;
pub mod meter;
pub mod push;
pub mod redelivery;
pub mod secrets;
pub mod store;
pub mod subject_keys;
pub mod table;
pub mod tenants;
pub mod views;
pub mod world;

mod body;
mod failure;
#[cfg(test)]
mod fake;

pub use bus::{BusEvent, EventBridgeBus};
pub use config::{Clients, Endpoints};
pub use documents::{Encryption, S3Documents};
pub use meter::{Meter, Usage};
pub use push::{DynamoConnections, GatewayPush};
pub use redelivery::SqsRedelivery;
pub use secrets::AwsSecrets;
pub use store::DynamoStore;
pub use subject_keys::DynamoSubjectKeys;
pub use table::Table;
pub use tenants::DynamoTenants;
pub use views::DynamoViews;
pub use world::{FreshIds, SystemClock};
