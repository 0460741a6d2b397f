//! Rows of views, on the same table.

mod apply;
mod cursor;
mod discard;
mod generations;
mod page;
mod row;

use async_trait::async_trait;
use kernel::TenantId;
use kernel::aggregate::{StreamKey, Version};
use kernel::view::{Page, Projected, RowQuery};
use runtime::Fault;
use runtime::ports::{Generations, PageError, ProjectError, ProjectionKey, Views};

use crate::keys;
use crate::table::{Item, Table};
use generations::Remembered;

/// The version that a projection has applied.
const POSITION: &str = "v";

/// Rows in one DynamoDB table. Clones share what they know of generations.
#[derive(Debug, Clone)]
pub struct DynamoViews {
    table: Table,
    remembered: Remembered,
}

impl DynamoViews {
    /// Rows in `table`.
    pub fn new(table: Table) -> Self {
        Self { table, remembered: Remembered::default() }
    }
}

#[async_trait]
impl Views for DynamoViews {
    /// Consistent in the main order; the indexes follow within a second or so.
    async fn page(&self, tenant: &TenantId, query: &RowQuery) -> Result<Page, PageError> {
        let generation = self.serving(tenant, query.view).await?;
        self.read_rows(tenant, query, generation).await
    }

    async fn generations(&self, tenant: &TenantId, view: &str) -> Result<Generations, Fault> {
        self.read_generations(tenant, view).await
    }

    async fn change_generations(&self, tenant: &TenantId, view: &str, from: &Generations, to: &Generations) -> Result<bool, Fault> {
        self.write_generations(tenant, view, from, to).await
    }

    async fn position(&self, tenant: &TenantId, projection: &ProjectionKey<'_>, stream: &StreamKey) -> Result<Version, Fault> {
        let key = keys::position(tenant, projection.name, projection.generation, stream);
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

    async fn discard(
        &self,
        tenant: &TenantId,
        projection: &ProjectionKey<'_>,
        stream: &StreamKey,
        partitions: &[String],
    ) -> Result<(), Fault> {
        for partition in partitions {
            self.delete_partition(tenant, projection, partition).await?;
        }
        // The last: as long as it is there, the partitions are tried again.
        self.delete_position(tenant, projection, stream).await
    }
}

fn version(item: &Item) -> Result<Version, Fault> {
    let version = item.get(POSITION).and_then(|value| value.as_n().ok()).and_then(|digits| digits.parse().ok());
    version.ok_or_else(|| Fault::lasting("stored position cannot be read"))
}
