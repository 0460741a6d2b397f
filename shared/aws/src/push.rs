//! Tickets and open connections in the one table, and the gateway that holds the sockets.
//!
//! Every item expires: DynamoDB removes it some time after that, and until then it is passed over.

mod gateway;

use async_trait::async_trait;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use kernel::{Moment, TenantId};
use runtime::Fault;
use runtime::push::{Connection, ConnectionId, Connections, Followed, Ticket};

pub use gateway::GatewayPush;

use crate::failure::fault;
use crate::keys;
use crate::table::{Item, PK, SK, TTL, Table, required, text};

/// Whose, of a ticket or a connection.
const ACTOR: &str = "actor";
/// What is followed: names with spaces between them, which no name contains. A text, because who
/// reads the table's stream reads texts, numbers and bytes only.
const FOLLOWS: &str = "follows";
/// Of the page that may use a ticket.
const ORIGIN: &str = "origin";
/// Since when a connection is open, in milliseconds.
const OPENED: &str = "opened";
/// Until when a ticket or a connection is good, in milliseconds.
const EXPIRES: &str = "expires";
/// Whose connection it is, beside its name.
const TENANT: &str = "tenant";
/// DynamoDB counts seconds.
const MS_PER_SECOND: i64 = 1_000;

/// Tickets and connections in the one table.
#[derive(Debug, Clone)]
pub struct DynamoConnections {
    table: Table,
}

impl DynamoConnections {
    /// In `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }

    async fn put(&self, partition: String, sort: &str, expires_at: Moment, mut item: Item, what: &str) -> Result<(), Fault> {
        item.insert(PK.to_owned(), AttributeValue::S(partition));
        item.insert(SK.to_owned(), AttributeValue::S(sort.to_owned()));
        item.insert(TTL.to_owned(), number(expires_at.unix_ms().div_euclid(MS_PER_SECOND)));
        let put = self.table.client().put_item().table_name(self.table.name()).set_item(Some(item));
        let put = put.set_return_consumed_capacity(self.table.capacity()).send().await;
        let put = put.map_err(|error| fault(what, error))?;
        self.table.count_write(put.consumed_capacity.as_slice());
        Ok(())
    }

    async fn delete(&self, partition: String, sort: &str) -> Result<(), Fault> {
        let delete = self.table.client().delete_item().table_name(self.table.name());
        let delete = delete.key(PK, AttributeValue::S(partition)).key(SK, AttributeValue::S(sort.to_owned()));
        let deleted = delete.set_return_consumed_capacity(self.table.capacity()).send().await;
        let deleted = deleted.map_err(|error| fault("remove a connection", error))?;
        self.table.count_write(deleted.consumed_capacity.as_slice());
        Ok(())
    }
}

#[async_trait]
impl Connections for DynamoConnections {
    async fn keep_ticket(&self, tenant: &TenantId, secret_hash: &str, ticket: &Ticket) -> Result<(), Fault> {
        let mut item = Item::from([
            (ACTOR.to_owned(), AttributeValue::S(ticket.actor.clone())),
            (FOLLOWS.to_owned(), names(&ticket.follows)),
            (EXPIRES.to_owned(), number(ticket.expires_at.unix_ms())),
        ]);
        item.extend(ticket.origin.clone().map(|origin| (ORIGIN.to_owned(), AttributeValue::S(origin))));
        self.put(keys::ticket(tenant, secret_hash), keys::TICKET_SORT, ticket.expires_at, item, "keep a ticket").await
    }

    async fn take_ticket(&self, tenant: &TenantId, secret_hash: &str, now: Moment) -> Result<Option<Ticket>, Fault> {
        let delete = self.table.client().delete_item().table_name(self.table.name());
        let delete = delete.key(PK, AttributeValue::S(keys::ticket(tenant, secret_hash)));
        let delete = delete.key(SK, AttributeValue::S(keys::TICKET_SORT.to_owned()));
        // Where there is no ticket the condition fails as well.
        let delete = delete.condition_expression("#e > :now").expression_attribute_names("#e", EXPIRES);
        let delete = delete.expression_attribute_values(":now", number(now.unix_ms())).return_values(ReturnValue::AllOld);
        match delete.set_return_consumed_capacity(self.table.capacity()).send().await {
            Ok(deleted) => {
                self.table.count_write(deleted.consumed_capacity.as_slice());
                deleted.attributes.as_ref().map(ticket).transpose()
            }
            Err(error) if error.as_service_error().is_some_and(|error| error.is_conditional_check_failed_exception()) => Ok(None),
            Err(error) => Err(fault("take a ticket", error)),
        }
    }

    async fn add(&self, tenant: &TenantId, connection: &Connection) -> Result<(), Fault> {
        // Its name first: a connection that nobody can find the tenant of could not be removed.
        let whose = Item::from([(TENANT.to_owned(), AttributeValue::S(tenant.to_string()))]);
        let (name, expires_at) = (keys::connection(&connection.id), connection.expires_at);
        self.put(name, keys::CONNECTION_SORT, expires_at, whose, "note a connection").await?;
        let item = Item::from([
            (ACTOR.to_owned(), AttributeValue::S(connection.actor.clone())),
            (FOLLOWS.to_owned(), names(&connection.follows)),
            (OPENED.to_owned(), number(connection.opened_at.unix_ms())),
            (EXPIRES.to_owned(), number(expires_at.unix_ms())),
        ]);
        self.put(keys::connections(tenant), connection.id.as_str(), expires_at, item, "add a connection").await
    }

    async fn of(&self, tenant: &TenantId, now: Moment) -> Result<Vec<Connection>, Fault> {
        let mut found = Vec::new();
        let mut start = None;
        loop {
            let query = self.table.client().query().table_name(self.table.name()).consistent_read(true);
            let query = query.key_condition_expression(format!("{PK} = :p")).set_exclusive_start_key(start);
            let query = query.expression_attribute_values(":p", AttributeValue::S(keys::connections(tenant)));
            let page = query.set_return_consumed_capacity(self.table.capacity()).send().await;
            let page = page.map_err(|error| fault("read the connections", error))?;
            self.table.count_read(page.consumed_capacity());
            for item in page.items() {
                found.push(connection(item)?);
            }
            start = page.last_evaluated_key;
            if start.is_none() {
                found.retain(|one| one.expires_at > now);
                return Ok(found);
            }
        }
    }

    async fn remove(&self, tenant: &TenantId, id: &ConnectionId) -> Result<(), Fault> {
        self.delete(keys::connections(tenant), id.as_str()).await?;
        self.delete(keys::connection(id), keys::CONNECTION_SORT).await
    }

    async fn tenant_of(&self, id: &ConnectionId) -> Result<Option<TenantId>, Fault> {
        let found = self.table.get(keys::connection(id), keys::CONNECTION_SORT, "find a connection").await?;
        let Some(item) = found else { return Ok(None) };
        let tenant = required(&item, TENANT)?.parse();
        tenant.map(Some).map_err(|error| Fault::lasting("read the tenant of a connection").because(error))
    }
}

fn number(value: i64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn names(follows: &[Followed]) -> AttributeValue {
    AttributeValue::S(follows.iter().map(|followed| String::from(followed.clone())).collect::<Vec<_>>().join(" "))
}

fn unreadable(name: &str) -> Fault {
    Fault::lasting(format!("read {name} of a ticket or connection"))
}

fn moment(item: &Item, name: &str) -> Result<Moment, Fault> {
    let stored = item.get(name).and_then(|value| value.as_n().ok()).and_then(|number| number.parse().ok());
    stored.map(Moment::from_unix_ms).ok_or_else(|| unreadable(name))
}

fn follows(item: &Item) -> Result<Vec<Followed>, Fault> {
    let name = |name: &str| Followed::try_from(name.to_owned()).map_err(|reason| unreadable(FOLLOWS).because(reason));
    required(item, FOLLOWS)?.split(' ').map(name).collect()
}

fn ticket(item: &Item) -> Result<Ticket, Fault> {
    Ok(Ticket {
        actor: required(item, ACTOR)?.to_owned(),
        follows: follows(item)?,
        origin: text(item, ORIGIN).map(str::to_owned),
        expires_at: moment(item, EXPIRES)?,
    })
}

fn connection(item: &Item) -> Result<Connection, Fault> {
    Ok(Connection {
        id: ConnectionId::new(required(item, SK)?).ok_or_else(|| unreadable(SK))?,
        actor: required(item, ACTOR)?.to_owned(),
        follows: follows(item)?,
        opened_at: moment(item, OPENED)?,
        expires_at: moment(item, EXPIRES)?,
    })
}
