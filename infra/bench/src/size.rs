//! How large the functions are.

use std::path::Path;
use std::process::Stdio;

use tokio::process::Command;

use crate::report::{Section, Table};
use crate::stats::{grouped, hundredths};
use crate::{Failed, Plan, artifacts};

/// What is deployed, and what it is compared with.
pub const PACKAGES: [&str; 7] =
    ["hello-lambda", "commerce-lambda", "console-lambda", "ledger-lambda", "orders-lambda", "papers-lambda", "platform-lambda"];

/// Measures the part.
///
/// # Errors
/// When something does not build.
pub async fn measure(plan: Plan) -> Result<Section, Failed> {
    let built = artifacts::build(plan.lambda, &PACKAGES).await?;
    let mut table = Table::new(&["artifact", "bytes", "gzip -9", "÷ hello"]);
    let mut hello = 0;
    for name in PACKAGES {
        let file = artifacts::executable(&built, name)?;
        let (bytes, packed) = (std::fs::metadata(&file)?.len(), packed(&file).await?);
        if name == "hello-lambda" {
            hello = packed;
        }
        table.row([name.to_owned(), grouped(bytes), grouped(packed), hundredths(packed, hello)]);
    }
    Ok(Section {
        name: "size",
        title: "How large the functions are",
        text: TEXT.to_owned(),
        tables: vec![(String::new(), table)],
        notes: Vec::new(),
    })
}

/// Bytes after `gzip -9`.
async fn packed(file: &Path) -> Result<u64, Failed> {
    let output = Command::new("gzip").arg("-9").arg("-c").arg(file).stderr(Stdio::inherit()).output().await?;
    Ok(u64::try_from(output.stdout.len())?)
}

const TEXT: &str = "\
Each context is one artifact for all of its functions. `hello-lambda` is the least that a function on DynamoDB can be: \
the runtime, the SDK's DynamoDB client, one read while it starts and one a call. All are built together with the profile `lambda`, so they share their libraries. \
The ratio is of the packed sizes, which is what a cold start fetches.";
