//! What a function may do: the least that its entry in the catalogue needs.
//!
//! The table is one, so rights are cut by the keys: every statement on it names, by
//! `dynamodb:LeadingKeys`, the families of partition keys that the function touches. The
//! condition holds for every item of a transaction. Nobody may scan.

use std::collections::BTreeSet;

use entrepot_aws::keys::TENANTS_PARTITION;
use entrepot_aws::subject_keys::MASTER_SECRET;
use serde_json::{Value, json};

use super::stack::sub;

/// The partition of guards.
const GUARDS: &str = "T#*#UNIQUE#*";
/// The partition of the keys of subjects.
const SUBJECT_KEYS: &str = "T#*#KEY#*";
/// Partitions whose keys end in anything, and are no keys of subjects.
const NO_SUBJECT_KEYS: &[&str] = &["T#*#POS#*", "T#*#UNIQUE#*", "T#*#VIEW#*"];
/// Partitions whose keys end in a stream's key and are no streams.
const NO_STREAMS: &[&str] = &["T#*#POS#*", "T#*#VIEW#*"];

/// The table.
const TABLE: &str = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}";

/// What may be done with documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Documents {
    /// Nothing.
    #[default]
    None,
    /// Large bodies are read.
    Read,
    /// And written.
    Write,
}

/// What may be done with the keys of subjects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum SubjectKeys {
    /// Nothing.
    #[default]
    None,
    /// They are read.
    Read,
    /// And made.
    Create,
}

/// What a function may do.
#[derive(Debug, Clone, Default)]
pub struct Rights {
    reads: BTreeSet<String>,
    indexed: BTreeSet<String>,
    streams: BTreeSet<String>,
    checked: BTreeSet<String>,
    appends: bool,
    guards: bool,
    subject_keys: SubjectKeys,
    forgets: bool,
    rows: BTreeSet<String>,
    batches: bool,
    documents: Documents,
    uploads: BTreeSet<String>,
    secrets: BTreeSet<String>,
    more: Vec<Value>,
}

impl Rights {
    /// Tenants' settings: whatever makes a decision or an answer needs them.
    pub fn settings(mut self) -> Self {
        self.reads.insert(TENANTS_PARTITION.to_owned());
        self
    }

    /// Reads every stream of a context, and who owns a unique value.
    pub fn reads_streams(mut self, context: &str) -> Self {
        self.reads.extend([format!("T#*#{context}.*"), GUARDS.to_owned()]);
        self.checked.insert(format!("T#*#{context}.*"));
        self.documents = self.documents.max(Documents::Read);
        self
    }

    /// Reads every stream of one kind.
    pub fn reads_kind(mut self, kind: &str) -> Self {
        self.reads.insert(stream(kind));
        self.checked.insert(stream(kind));
        self.documents = self.documents.max(Documents::Read);
        self
    }

    /// Reads streams of one kind and writes commits to them, if others that were read are
    /// unchanged; takes and gives back unique values.
    pub fn writes_stream(mut self, kind: &str) -> Self {
        self.reads.insert(stream(kind));
        self.streams.insert(stream(kind));
        self.appends = true;
        self.guards = true;
        self.documents = Documents::Write;
        self
    }

    /// Writes snapshots of every stream of a context.
    pub fn writes_snapshots(mut self, context: &str) -> Self {
        self.reads.insert(format!("T#*#{context}.*"));
        self.streams.insert(format!("T#*#{context}.*"));
        self.documents = Documents::Write;
        self
    }

    /// Reads a view in all its orders, and which of its generations serves.
    pub fn reads_view(mut self, view: &str) -> Self {
        self.reads.extend(rows(view).into_iter().chain([generations(view)]));
        self.indexed.extend(rows(view));
        self
    }

    /// Writes a view's rows, and the positions of the projection that does.
    pub fn projects(mut self, view: &str, projection: &str) -> Self {
        let positions = [format!("T#*#POS#{projection}#*"), format!("T#*#POS#{projection}~*")];
        self.reads.extend(positions.iter().cloned().chain([generations(view)]));
        self.rows.extend(rows(view).into_iter().chain(positions));
        self
    }

    /// Makes every view anew: lists streams, writes and empties generations and moves on to them.
    pub fn rebuilds(mut self) -> Self {
        let families = ["T#*#POS#*", "T#*#VIEW#*", "T#*#VIEWGEN#*"].map(str::to_owned);
        self.reads.extend(families.clone());
        self.rows.extend(families);
        self.indexed.insert("T#*#STREAMS#*".to_owned());
        self.batches = true;
        self
    }

    /// Keeps documents.
    pub fn keeps_documents(mut self) -> Self {
        self.documents = Documents::Write;
        self
    }

    /// Uses the keys of subjects, and the master keys under which they are wrapped.
    pub fn subject_keys(mut self, keys: SubjectKeys) -> Self {
        self.subject_keys = self.subject_keys.max(keys);
        if keys == SubjectKeys::None { self } else { self.reads_secret(MASTER_SECRET) }
    }

    /// Destroys the keys of subjects, which it cannot read: an item is replaced unseen.
    pub fn forgets_subjects(mut self) -> Self {
        self.forgets = true;
        self
    }

    /// Lets others put documents into the folder of a context, by addresses that it signs.
    pub fn uploads(mut self, context: &str) -> Self {
        self.uploads.insert(context.to_owned());
        self
    }

    /// Reads a secret of each tenant.
    pub fn reads_secret(mut self, name: &str) -> Self {
        // Secrets Manager ends the name of a secret, in its ARN, with six characters of its own.
        self.secrets.insert(format!("{name}-??????"));
        self
    }

    /// Reads the secrets of a connector: their names begin with its name.
    pub fn reads_secrets_of(mut self, connector: &str) -> Self {
        self.secrets.insert(format!("{connector}-*"));
        self
    }

    /// Actions on items of the table that are neither of streams nor of views, by families of keys.
    pub fn on_keys(mut self, actions: &[&str], families: &[&str]) -> Self {
        let families = families.iter().map(|&family| family.to_owned()).collect();
        let condition = with_families(json!({}), &families);
        self.more.push(json!({ "Effect": "Allow", "Action": actions, "Resource": sub(TABLE), "Condition": condition }));
        self
    }

    /// One more statement.
    pub fn allow(mut self, action: &[&str], resource: Value) -> Self {
        self.more.push(json!({ "Effect": "Allow", "Action": action, "Resource": resource }));
        self
    }

    /// All that either may do.
    pub fn and(mut self, other: Self) -> Self {
        self.reads.extend(other.reads);
        self.indexed.extend(other.indexed);
        self.streams.extend(other.streams);
        self.checked.extend(other.checked);
        self.appends |= other.appends;
        self.guards |= other.guards;
        self.subject_keys = self.subject_keys.max(other.subject_keys);
        self.forgets |= other.forgets;
        self.rows.extend(other.rows);
        self.batches |= other.batches;
        self.documents = self.documents.max(other.documents);
        self.uploads.extend(other.uploads);
        self.secrets.extend(other.secrets);
        self.more.extend(other.more);
        self
    }

    /// As the `Policies` of a function.
    pub fn policies(&self) -> Value {
        let statements = self.statements();
        if statements.is_empty() { json!([]) } else { json!([{ "Version": "2012-10-17", "Statement": statements }]) }
    }

    fn statements(&self) -> Vec<Value> {
        let table = TABLE;
        let mut statements = Vec::new();
        let mut on_table = |sid: &str, actions: &[&str], resource: String, families: &BTreeSet<String>, condition: Value| {
            if !families.is_empty() {
                let condition = with_families(condition, families);
                statements
                    .push(json!({ "Sid": sid, "Effect": "Allow", "Action": actions, "Resource": sub(resource), "Condition": condition }));
            }
        };
        let only_streams = json!({ "ForAllValues:StringNotLike": { "dynamodb:LeadingKeys": NO_STREAMS } });
        let guards: BTreeSet<String> = self.guards.then(|| GUARDS.to_owned()).into_iter().collect();
        on_table("Read", &["dynamodb:GetItem", "dynamodb:Query"], table.to_owned(), &distinct(&self.reads), json!({}));
        on_table("ReadOrders", &["dynamodb:Query"], format!("{table}/index/*"), &self.indexed, json!({}));
        if self.appends {
            let checked = distinct(&self.checked);
            on_table("Unchanged", &["dynamodb:ConditionCheckItem"], table.to_owned(), &checked, only_streams.clone());
        }
        on_table("Append", &["dynamodb:PutItem"], table.to_owned(), &self.streams, only_streams);
        on_table("Claim", &["dynamodb:DeleteItem", "dynamodb:PutItem"], table.to_owned(), &guards, json!({}));
        on_table("Project", &["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"], table.to_owned(), &self.rows, json!({}));
        let no_others = json!({ "ForAllValues:StringNotLike": { "dynamodb:LeadingKeys": NO_SUBJECT_KEYS } });
        let actions: &[&str] = match (self.subject_keys, self.forgets) {
            (SubjectKeys::None, false) => &[],
            (SubjectKeys::None, true) => &["dynamodb:PutItem"],
            (SubjectKeys::Read, false) => &["dynamodb:GetItem"],
            (SubjectKeys::Read, true) | (SubjectKeys::Create, _) => &["dynamodb:GetItem", "dynamodb:PutItem"],
        };
        let keys: BTreeSet<String> = (!actions.is_empty()).then(|| SUBJECT_KEYS.to_owned()).into_iter().collect();
        on_table("SubjectKeys", actions, table.to_owned(), &keys, no_others);
        if self.batches {
            on_table("Discard", &["dynamodb:BatchWriteItem"], table.to_owned(), &self.rows, json!({}));
        }
        statements.extend(self.documents_statement());
        statements.extend(self.uploads_statement());
        statements.extend(self.secrets_statement());
        statements.extend(self.more.clone());
        statements
    }

    fn documents_statement(&self) -> Option<Value> {
        let actions: &[&str] = match self.documents {
            Documents::None => return None,
            Documents::Read => &["s3:GetObject"],
            // Raw messages are tagged, so that they alone expire.
            Documents::Write => &["s3:GetObject", "s3:PutObject", "s3:PutObjectTagging"],
        };
        let objects = sub("arn:${AWS::Partition}:s3:::${BucketName}/t/*");
        Some(json!({ "Sid": "Documents", "Effect": "Allow", "Action": actions, "Resource": objects }))
    }

    fn uploads_statement(&self) -> Option<Value> {
        let folders = self.uploads.iter().map(|context| sub(format!("arn:${{AWS::Partition}}:s3:::${{BucketName}}/t/*/{context}/*")));
        let folders: Vec<Value> = folders.collect();
        let some = !folders.is_empty();
        some.then(|| json!({ "Sid": "Uploads", "Effect": "Allow", "Action": ["s3:PutObject"], "Resource": folders }))
    }

    fn secrets_statement(&self) -> Option<Value> {
        let arn = |name: &String| {
            sub(format!("arn:${{AWS::Partition}}:secretsmanager:${{AWS::Region}}:${{AWS::AccountId}}:secret:entrepot/${{Stage}}/*/{name}"))
        };
        let resources: Vec<Value> = self.secrets.iter().map(arn).collect();
        let some = !resources.is_empty();
        some.then(|| json!({ "Sid": "Secrets", "Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": resources }))
    }
}

fn with_families(mut condition: Value, families: &BTreeSet<String>) -> Value {
    if let Some(condition) = condition.as_object_mut() {
        condition.insert("ForAllValues:StringLike".to_owned(), json!({ "dynamodb:LeadingKeys": families }));
    }
    condition
}

/// Without the families that another of them includes: a policy's length has a limit.
fn distinct(families: &BTreeSet<String>) -> BTreeSet<String> {
    let includes = |wide: &str, family: &str| wide != family && wide.strip_suffix('*').is_some_and(|start| family.starts_with(start));
    families.iter().filter(|family| !families.iter().any(|wide| includes(wide, family))).cloned().collect()
}

fn stream(kind: &str) -> String {
    format!("T#*#{kind}#*")
}

/// A view's rows in its first generation, which has no number, and in all others.
fn rows(view: &str) -> [String; 2] {
    [format!("T#*#VIEW#{view}#*"), format!("T#*#VIEW#{view}~*")]
}

/// Which generation of a view serves.
fn generations(view: &str) -> String {
    format!("T#*#VIEWGEN#{view}#*")
}
