//! The root template: what all contexts share, and a nested stack for each.

use entrepot_aws::documents::UPLOAD_HEADERS;
use entrepot_aws::table::{G1P, G1S, G2P, G2S, INDEXES, PK, SK, TTL};
use kernel::reaction::RAW_KEEP_DAYS;
use serde_json::{Map, Value, json};

use super::context::value_of;
use super::names::{PREFIX, STAGE_CHARACTERS_MAX, camel};
use super::stack::{Stack, attribute, reference, sub};

/// Days that records are kept which the stream's readers gave up on.
const FAILED_KEEP_DAYS: u32 = 90;
/// The days that CloudWatch offers.
const RETENTIONS: &[u32] = &[1, 3, 5, 7, 14, 30, 60, 90, 180, 365];

/// The root.
pub fn stack(contexts: &[Stack], console: &Stack) -> Stack {
    let mut root = Stack::new("template.yaml", "Entrepot: the back office of a trading house");
    parameters(&mut root);
    root.section("Conditions", json!({ "HasAlarmEmail": { "Fn::Not": [{ "Fn::Equals": [reference("AlarmEmail"), ""] }] } }));
    table(&mut root);
    root.add("Bus", "AWS::Events::EventBus", json!({ "Name": sub("entrepot-${Stage}") }));
    let raw = json!([{
        "Id": "raw",
        "Status": "Enabled",
        "TagFilters": [{ "Key": "kind", "Value": "raw" }],
        "ExpirationInDays": RAW_KEEP_DAYS,
    }]);
    bucket(&mut root, "Documents", &raw, Some(&uploads()));
    let failed = json!([{ "Id": "failed", "Status": "Enabled", "ExpirationInDays": FAILED_KEEP_DAYS }]);
    bucket(&mut root, "FailedRecords", &failed, None);
    alarms(&mut root);
    for stack in contexts {
        nest(&mut root, stack);
    }
    nest(&mut root, console);
    root.output("TableName", "The one table.", reference("Table"));
    root.output("BucketName", "The documents.", reference("Documents"));
    root.output("PushUrl", "Where pages open their sockets.", value_of("PushUrl"));
    root.output("BusName", "The event bus.", reference("Bus"));
    root
}

fn parameters(root: &mut Stack) {
    let text = |description: &str, default: &str| json!({ "Type": "String", "Description": description, "Default": default });
    let pattern = format!("^[a-z][a-z0-9]{{0,{}}}$", STAGE_CHARACTERS_MAX.saturating_sub(1));
    root.parameter(
        "Stage",
        json!({
            "Type": "String",
            "Description": "Which deployment; part of every name, so that several fit into one account.",
            "Default": "dev",
            "AllowedPattern": pattern,
        }),
    );
    root.parameter(
        "Architecture",
        json!({
            "Type": "String",
            "Description": "Processor of the functions; arm64 is a fifth cheaper where the artefacts are built for it.",
            "Default": "x86_64",
            "AllowedValues": ["x86_64", "arm64"],
        }),
    );
    root.parameter(
        "IssuerUrl",
        json!({
            "Type": "String",
            "Description": "The OIDC issuer whose tokens are accepted: a Cognito user pool, or any other with RS256.",
        }),
    );
    root.parameter("Audience", text("The audience that tokens must name.", "entrepot"));
    root.parameter("LogLevel", text("What the functions log, as RUST_LOG has it.", "warn"));
    root.parameter(
        "LogRetentionDays",
        json!({
            "Type": "Number", "Description": "Days that logs are kept.", "Default": 30, "AllowedValues": RETENTIONS,
        }),
    );
    root.parameter("AlarmEmail", text("Where alarms are mailed; nowhere when empty.", ""));
    root.parameter("AuthorizeUrl", text("The issuer's authorization endpoint, for the console.", ""));
    root.parameter("TokenUrl", text("The issuer's token endpoint, for the console.", ""));
    root.parameter("SignOutUrl", text("Where the console sends whoever signs out; its own page when empty.", ""));
    root.parameter("ConsoleClientId", text("The console, as the issuer knows it.", "entrepot-console"));
    root.parameter("ConsoleScope", text("What the console asks the issuer for.", "openid profile"));
}

fn table(root: &mut Stack) {
    let attribute_of = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
    let keys = |partition: &str, sort: &str| json!([{ "AttributeName": partition, "KeyType": "HASH" }, { "AttributeName": sort, "KeyType": "RANGE" }]);
    let index = |index: &entrepot_aws::table::Index| {
        json!({
            "IndexName": index.name,
            "KeySchema": keys(index.partition, index.sort),
            "Projection": { "ProjectionType": "INCLUDE", "NonKeyAttributes": index.includes },
        })
    };
    let attributes = [PK, SK, G1P, G1S, G2P, G2S].map(attribute_of);
    let indexes = INDEXES.each_ref().map(index);
    let properties = json!({
        "TableName": sub("entrepot-${Stage}"),
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes,
        "KeySchema": keys(PK, SK),
        "GlobalSecondaryIndexes": indexes,
        "StreamSpecification": { "StreamViewType": "NEW_IMAGE" },
        "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": true },
        "SSESpecification": { "SSEEnabled": true },
        "TimeToLiveSpecification": { "AttributeName": TTL, "Enabled": true },
    });
    root.add_with("Table", "AWS::DynamoDB::Table", properties, kept());
}

/// Data outlives its stack.
fn kept() -> Value {
    json!({ "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain" })
}

/// Browsers put documents where a signed address says. The address is the permission, and no
/// cookie goes along, so that it does not matter which page asks; the console's own origin is
/// known only after the stack that needs the bucket.
fn uploads() -> Value {
    json!({ "CorsRules": [{
        "AllowedOrigins": ["*"],
        "AllowedMethods": ["PUT"],
        "AllowedHeaders": UPLOAD_HEADERS,
        "MaxAge": 300,
    }] })
}

fn bucket(root: &mut Stack, id: &str, lifecycle: &Value, cors: Option<&Value>) {
    let mut rules = lifecycle.as_array().cloned().unwrap_or_default();
    rules.push(json!({ "Id": "parts", "Status": "Enabled", "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 } }));
    let mut properties = json!({
        "BucketEncryption": { "ServerSideEncryptionConfiguration": [{ "ServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } }] },
        "OwnershipControls": { "Rules": [{ "ObjectOwnership": "BucketOwnerEnforced" }] },
        "PublicAccessBlockConfiguration": {
            "BlockPublicAcls": true, "BlockPublicPolicy": true, "IgnorePublicAcls": true, "RestrictPublicBuckets": true,
        },
        "LifecycleConfiguration": { "Rules": rules },
    });
    if let (Some(properties), Some(cors)) = (properties.as_object_mut(), cors) {
        properties.insert("CorsConfiguration".to_owned(), cors.clone());
    }
    root.add_with(id, "AWS::S3::Bucket", properties, kept());
    root.add(
        format!("{id}Policy"),
        "AWS::S3::BucketPolicy",
        json!({
            "Bucket": reference(id),
            "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
                "Sid": "OnlyTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [attribute(id, "Arn"), sub(format!("${{{id}.Arn}}/*"))],
                "Condition": { "Bool": { "aws:SecureTransport": "false" } },
            }] },
        }),
    );
}

fn alarms(root: &mut Stack) {
    root.add("Alarms", "AWS::SNS::Topic", json!({ "TopicName": sub(format!("{PREFIX}alarms")) }));
    root.add_with(
        "AlarmMail",
        "AWS::SNS::Subscription",
        json!({ "TopicArn": reference("Alarms"), "Protocol": "email", "Endpoint": reference("AlarmEmail") }),
        json!({ "Condition": "HasAlarmEmail" }),
    );
    // A topic without a policy of its own lets only its account publish, which alarms are not.
    root.add(
        "AlarmsPolicy",
        "AWS::SNS::TopicPolicy",
        json!({
            "Topics": [reference("Alarms")],
            "PolicyDocument": { "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow",
                "Principal": { "Service": "cloudwatch.amazonaws.com" },
                "Action": "sns:Publish",
                "Resource": reference("Alarms"),
                "Condition": { "StringEquals": { "aws:SourceAccount": reference("AWS::AccountId") } },
            }] },
        }),
    );
}

fn nest(root: &mut Stack, stack: &Stack) {
    let id = camel(stack.name());
    let value = |name: &str| match name.strip_suffix("ApiUrl") {
        Some(context) => attribute(context, "Outputs.ApiUrl"),
        // Of the stack that has the API of the context, `commerce` for `commerce-party`.
        None if ["Api", "Authorizer"].contains(&name) => {
            attribute(&camel(stack.name().split('-').next().unwrap_or_default()), &format!("Outputs.{name}"))
        }
        None => value_of(name),
    };
    let parameters: Map<String, Value> = stack.parameters().map(|name| (name.to_owned(), value(name))).collect();
    let properties = json!({ "TemplateURL": stack.path(), "Parameters": parameters });
    // That a path must be packaged is what `sam deploy` does.
    let packaged = json!({ "Metadata": { "cfn-lint": { "config": { "ignore_checks": ["W3002"] } } } });
    root.add_with(&id, "AWS::CloudFormation::Stack", properties, packaged);
    if stack.outputs().any(|output| output == "ApiUrl") {
        let description = format!("Where {} answers.", stack.name());
        root.output(&format!("{id}Url"), &description, attribute(&id, "Outputs.ApiUrl"));
    }
}
