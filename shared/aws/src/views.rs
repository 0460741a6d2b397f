//! Rows of views, on the same table.

mod apply;
mod cursor;
mod page;
mod row;

use async_trait::async_trait;
use kernel::TenantId;
use kernel::aggregate::{StreamKey, Version};
use kernel::view::{Page, Projected, RowQuery};
use runtime::Fault;
use runtime::ports::{ProjectError, ProjectionKey, Views};

use crate::keys;
use crate::table::{Item, Table};

pub use cursor::BAD_CURSOR;

/// The version that a projection has applied.
const POSITION: &str = "v";

/// Rows in one DynamoDB table.
#[derive(Debug, Clone)]
pub struct DynamoViews {
    table: Table,
}

impl DynamoViews {
    /// Rows in `table`.
    pub fn new(table: Table) -> Self {
        Self { table }
    }
}

#[async_trait]
impl Views for DynamoViews {
    /// Consistent in the main order; the indexes follow within a second or so. A cursor that
    /// does not belong to the query is a lasting fault that prints as [`BAD_CURSOR`].
    async fn page(&self, tenant: &TenantId, query: &RowQuery) -> Result<Page, Fault> {
        self.read_rows(tenant, query).await
    }

    async fn position(&self, tenant: &TenantId, projection: &str, stream: &StreamKey) -> Result<Version, Fault> {
        let key = keys::position(tenant, projection, stream);
        let found = self.table.get(key, keys::POSITION_SORT, "read a position").await?;
        found.map_or(Ok(0), |item| version(&item))
    }

    async fn apply(
        &self,
        tenant: &TenantId,
        projection: &ProjectionKey<'_>,
        stream: &StreamKey,
        from: Version,
        projected: &[Projected],
    ) -> Result<(), ProjectError> {
        self.write_rows(tenant, projection, stream, from, projected).await
    }
}

fn version(item: &Item) -> Result<Version, Fault> {
    let version = item.get(POSITION).and_then(|value| value.as_n().ok()).and_then(|digits| digits.parse().ok());
    version.ok_or_else(|| Fault::lasting("stored position cannot be read"))
}
