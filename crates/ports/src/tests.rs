use kernel::Chance;

use crate::*;

#[test]
fn a_secret_opens_only_for_its_purpose_and_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let keys = FileKeys::open_or_create(&folder.path().join("key"), &Chance::seeded(1)).unwrap();
    let sealed = keys.seal("event-key/1", b"secret").unwrap();
    assert_eq!(keys.open("event-key/1", &sealed).unwrap(), b"secret");
    assert!(keys.open("event-key/2", &sealed).is_err());
    let mut changed = sealed;
    *changed.last_mut().unwrap() ^= 1;
    assert!(keys.open("event-key/1", &changed).is_err());
    assert!(keys.open("event-key/1", b"short").is_err());
}

#[test]
fn the_key_file_is_made_once_and_read_by_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let sealed = FileKeys::open_or_create(&path, &Chance::seeded(1)).unwrap().seal("p", b"s").unwrap();
    let again = FileKeys::open_or_create(&path, &Chance::seeded(2)).unwrap();
    assert_eq!(again.open("p", &sealed).unwrap(), b"s");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn a_folder_keeps_files() {
    let folder = tempfile::tempdir().unwrap();
    let blob = FolderBlob::new(folder.path()).unwrap();
    assert!(blob.get("a/b.txt").await.unwrap().is_none());
    blob.put("a/b.txt", "hello".into()).await.unwrap();
    assert_eq!(blob.get("a/b.txt").await.unwrap().unwrap(), "hello");
    assert!(blob.get("../a/b.txt").await.unwrap().is_none());
    blob.delete("a/b.txt").await.unwrap();
    blob.delete("a/b.txt").await.unwrap();
    assert!(blob.get("a/b.txt").await.unwrap().is_none());
}
