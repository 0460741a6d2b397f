//! The least that a function on DynamoDB can be: one read while it starts, one a call. What
//! the cold start and the size of Entrepot's functions are compared with.

use std::collections::HashMap;
use std::env::var;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::{Value, json};

fn main() -> Result<(), Error> {
    // As Entrepot's functions: one thread.
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<(), Error> {
    let credentials =
        Credentials::new(var("AWS_ACCESS_KEY_ID")?, var("AWS_SECRET_ACCESS_KEY")?, var("AWS_SESSION_TOKEN").ok(), None, "env");
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(var("AWS_REGION")?))
        .credentials_provider(credentials);
    let config = match var("AWS_ENDPOINT_URL_DYNAMODB") {
        Ok(endpoint) => config.endpoint_url(endpoint),
        Err(_) => config,
    };
    let client = Client::from_conf(config.build());
    let table = var("TABLE_NAME")?;
    read(&client, &table).await?;
    lambda_runtime::run(service_fn(|_: LambdaEvent<Value>| async {
        let found = read(&client, &table).await?;
        Ok::<_, Error>(json!({ "statusCode": 200, "body": if found { "found" } else { "nothing" } }))
    }))
    .await
}

async fn read(client: &Client, table: &str) -> Result<bool, Error> {
    let key = AttributeValue::S("HELLO".to_owned());
    let key = HashMap::from([("pk".to_owned(), key.clone()), ("sk".to_owned(), key)]);
    Ok(client.get_item().table_name(table).set_key(Some(key)).send().await?.item.is_some())
}
