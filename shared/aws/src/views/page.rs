//! Reading a page of rows.

use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::AttributeValue;
use kernel::TenantId;
use kernel::view::{Order, Page, Range, Row, RowQuery, WIDE_ROWS_MAX};
use runtime::Fault;
use runtime::ports::{Generation, PageError};

use super::{DynamoViews, cursor, row};
use crate::failure::fault;
use crate::keys;
use crate::table::{G1P, G1S, G2P, G2S, INDEX_1, INDEX_2, PK, SK};

impl DynamoViews {
    /// One page; asks for one row more than wanted, to know whether another page follows.
    pub(super) async fn read_rows(&self, tenant: &TenantId, query: &RowQuery, generation: Generation) -> Result<Page, PageError> {
        let prefix = keys::view_prefix(tenant, query.view, generation);
        let limit = usize::try_from(query.limit.clamp(1, WIDE_ROWS_MAX)).unwrap_or(1);
        let mut start = query.cursor.as_deref().map(|cursor| cursor::read(tenant, query, &prefix, cursor)).transpose()?;
        let Some(condition) = Condition::of(&prefix, query)? else {
            return Ok(Page::default());
        };
        let mut rows: Vec<Row> = Vec::new();
        loop {
            let missing = limit.saturating_add(1).saturating_sub(rows.len());
            let read = self.table.client().query().table_name(self.table.name()).scan_index_forward(!query.descending);
            let read = read.limit(i32::try_from(missing).unwrap_or(i32::MAX)).set_exclusive_start_key(start);
            let read = condition.put(order(query.order, read)).set_return_consumed_capacity(self.table.capacity());
            let page = read.send().await.map_err(|error| fault(format!("read rows of {}", query.view), error))?;
            self.table.count_read(page.consumed_capacity());
            for item in page.items() {
                rows.push(row::read(&prefix, item)?);
            }
            start = page.last_evaluated_key;
            if start.is_none() || rows.len() > limit {
                break;
            }
        }
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(|last| cursor::write(tenant, query, last)).transpose()?;
        Ok(Page { rows, next_cursor })
    }
}

fn order(order: Order, read: QueryFluentBuilder) -> QueryFluentBuilder {
    match order {
        Order::Main => read.consistent_read(true),
        Order::Index1 => read.index_name(INDEX_1),
        Order::Index2 => read.index_name(INDEX_2),
    }
}

/// Which keys a query reads.
struct Condition {
    expression: String,
    values: Vec<(&'static str, String)>,
}

impl Condition {
    /// `None` when no key can be meant.
    fn of(prefix: &str, query: &RowQuery) -> Result<Option<Self>, Fault> {
        let (partition, sort) = match query.order {
            Order::Main => (PK, SK),
            Order::Index1 => (G1P, G1S),
            Order::Index2 => (G2P, G2S),
        };
        let whole = format!("{prefix}{}", query.partition);
        let mut values = vec![(":p", whole)];
        let narrower = match &query.range {
            Range::All => String::new(),
            Range::Prefix(prefix) if prefix.is_empty() => String::new(),
            Range::Prefix(prefix) => {
                values.push((":a", keys::sort(prefix)?));
                format!(" AND begins_with({sort}, :a)")
            }
            Range::UpTo(last) => {
                values.push((":a", keys::sort(last)?));
                format!(" AND {sort} <= :a")
            }
            Range::Between(first, last) if first > last => return Ok(None),
            Range::Between(first, last) => {
                values.push((":a", keys::sort(first)?));
                values.push((":b", keys::sort(last)?));
                format!(" AND {sort} BETWEEN :a AND :b")
            }
        };
        Ok(Some(Self { expression: format!("{partition} = :p{narrower}"), values }))
    }

    fn put(&self, mut read: QueryFluentBuilder) -> QueryFluentBuilder {
        for (name, value) in &self.values {
            read = read.expression_attribute_values(*name, AttributeValue::S(value.clone()));
        }
        read.key_condition_expression(&self.expression)
    }
}
