use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use uuid::Uuid;

use super::{Stand, id};
use crate::Knobs;

fn somewhere() -> PathBuf {
    std::env::temp_dir().join(format!("kontur-{}", Uuid::now_v7())).join("state.jsonl")
}

async fn kept(file: &Path) -> Stand {
    Stand::serve(Knobs { step_ms: 0, ..Knobs::default() }, Some(file)).await
}

#[tokio::test]
async fn what_was_done_outlives_the_process() {
    let file = somewhere();
    let stand = kept(&file).await;
    let (docflow, form) = stand.with_goods("kept").await;
    let org = stand.post("commonOrganizations", &json!({ "orgName": "KEPT LTD" })).await.1;
    assert!(stand.simulator.file(docflow) && stand.simulator.advance(docflow));
    let (shown, body) = (stand.simulator.docflow(docflow), stand.get(&format!("{form}/json")).await.1);
    stand.stop().await;

    let stand = kept(&file).await;
    assert_eq!((stand.simulator.docflow(docflow), stand.get(&format!("{form}/json")).await.1), (shown, body));
    assert_eq!(stand.post("commonOrganizations", &json!({ "orgName": "KEPT LTD" })).await.1["id"], org["id"]);
    assert!(stand.simulator.advance(docflow));
    let next = stand.create("next").await;
    assert!(stand.simulator.file(next) && stand.simulator.advance(next));
    assert!(stand.simulator.docflow(next).unwrap()["gtdNumber"].as_str().unwrap().ends_with("/0000002"));
    let org_count = stand.get("options/commonOrgs").await.1.as_array().unwrap().len();
    stand.simulator.reset();
    stand.stop().await;

    let stand = kept(&file).await;
    assert_eq!(stand.simulator.docflows(), Vec::<Value>::new());
    assert_eq!(stand.get("options/commonOrgs").await.1.as_array().unwrap().len() + 1, org_count);
}

#[tokio::test]
async fn a_line_cut_off_costs_no_more_than_itself() {
    let file = somewhere();
    let stand = kept(&file).await;
    let first = stand.create("whole").await;
    let whole = std::fs::read(&file).unwrap();
    let second = stand.create("torn").await;
    stand.stop().await;
    let longer = std::fs::read(&file).unwrap();
    // The form's line is whole and the docflow's is not.
    std::fs::write(&file, &longer[..longer.len() - 5]).unwrap();
    assert!(whole.len() < longer.len());
    let stand = kept(&file).await;
    assert!(stand.simulator.docflow(first).is_some() && stand.simulator.docflow(second).is_none());
    let third = stand.create("after").await;
    stand.stop().await;
    assert!(kept(&file).await.simulator.docflow(third).is_some());
}

#[tokio::test]
async fn a_corrupt_file_is_put_aside() {
    let file = somewhere();
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, "{\"docflow\":7}\n").unwrap();
    let stand = kept(&file).await;
    assert_eq!(stand.simulator.docflows(), Vec::<Value>::new());
    assert_eq!(std::fs::read_to_string(file.with_extension("jsonl.corrupt")).unwrap(), "{\"docflow\":7}\n");
    let docflow = stand.create("new").await;
    let (_, documents) = stand.get(&format!("docflows/{docflow}/documents")).await;
    id(&documents[0]["formId"]);
    stand.stop().await;
    assert!(kept(&file).await.simulator.docflow(docflow).is_some());
}
