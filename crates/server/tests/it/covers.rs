//! Pictures of events and of what they sell.

use std::io::Cursor;

use image::{ImageFormat, RgbImage};
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Client, Shop};

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let shade = |n: u32| u8::try_from(n % 256).unwrap();
    RgbImage::from_fn(width, height, |x, y| image::Rgb([shade(x), shade(y), 90]))
        .write_to(&mut bytes, ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

async fn put(client: &Client, shop: &Shop, kind: &str, body: Vec<u8>) -> Answer {
    let request = client.request(Method::PUT, &shop.api("/cover")).header("content-type", kind).body(body);
    client.send(request).await
}

#[testkit::test]
async fn a_cover_is_served_in_three_sizes_until_it_is_replaced() {
    let (app, shop) = Shop::drafted().await;
    let event = put(&shop.owner, &shop, "image/png", png(900, 600)).await.expect(200).json();
    assert_eq!((event["cover"]["width"].as_i64(), event["cover"]["height"].as_i64()), (Some(900), Some(600)));
    let small = event["cover"]["urls"]["small"].as_str().unwrap();

    let guest = app.guest();
    let served = guest.get(small).await.expect(200);
    assert_eq!(served.header("content-type"), "image/jpeg");
    assert_eq!(served.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(served.header("x-content-type-options"), "nosniff");
    let picture = image::load_from_memory(&served.body).unwrap();
    assert_eq!((picture.width(), picture.height()), (640, 426));
    let request = guest.request(Method::GET, small).header("if-none-match", served.header("etag"));
    assert!(guest.send(request).await.expect(304).body.is_empty());

    let replaced = put(&shop.owner, &shop, "image/png", png(10, 10)).await.expect(200).json();
    assert_ne!(replaced["cover"]["file_id"], event["cover"]["file_id"]);
    guest.get(small).await.expect(404);
    let list = shop.owner.get(&shop.api("/checklist")).await.expect(200).json();
    let item = list["items"].as_array().unwrap().iter().find(|item| item["key"] == "cover").unwrap();
    assert_eq!(item["state"], "done");
    for _ in 0..2 {
        let bare = shop.owner.delete(&shop.api("/cover")).await.expect(200).json();
        assert_eq!(bare["cover"], Value::Null);
    }
}

#[testkit::test]
async fn a_ticket_type_has_a_picture_that_guests_see_and_a_copy_keeps() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(10)).await;
    let path = shop.api(&format!("/products/{ticket}/picture"));
    let put = async |width: u32| {
        let request = shop.owner.request(Method::PUT, &path).header("content-type", "image/png");
        shop.owner.send(request.body(png(width, 90))).await.expect(200).json()
    };
    let pictured = put(160).await;
    assert_eq!((&pictured["picture"]["width"], &pictured["version"]), (&json!(160), &json!(2)));
    let small = pictured["picture"]["urls"]["small"].as_str().unwrap().to_owned();
    let guest = app.guest();
    assert_eq!(guest.get(&small).await.expect(200).header("content-type"), "image/jpeg");
    let seen = guest.get(&shop.public("")).await.expect(200).json();
    assert_eq!(seen["products"][0]["picture"]["urls"]["small"], json!(small));
    let page = guest.get("/harbour/spring-show").await.expect(200).text();
    assert!(page.contains(&small), "{page}");
    // A copy shows the same file, which stays as long as one of them does.
    shop.owner.post(&shop.api("/copies"), json!({ "slug": "again" })).await.expect(201);
    assert_ne!(put(80).await["picture"]["file_id"], pictured["picture"]["file_id"]);
    guest.get(&small).await.expect(200);
    let copies = "/api/v1/organisations/harbour/events/again/products";
    let copy = shop.owner.get(copies).await.expect(200).json()["items"][0].clone();
    assert_eq!(copy["picture"]["file_id"], pictured["picture"]["file_id"]);
    let bare = shop.owner.delete(&format!("{copies}/{}/picture", copy["id"].as_str().unwrap())).await;
    assert_eq!(bare.expect(200).json()["picture"], Value::Null);
    guest.get(&small).await.expect(404);
    let stranger = Shop::draft(&app, "elsewhere").await;
    let theirs = stranger.owner.request(Method::PUT, &stranger.api(&format!("/products/{ticket}/picture")));
    let theirs = theirs.header("content-type", "image/png").body(png(10, 10));
    stranger.owner.send(theirs).await.expect(404);
    app.run_jobs().await;
}

#[testkit::test]
async fn what_is_no_picture_is_refused() {
    let (app, shop) = Shop::drafted().await;
    let refused = async |kind: &str, body: Vec<u8>, status: u16| {
        put(&shop.owner, &shop, kind, body).await.problem(status)
    };
    assert_eq!(refused("image/svg+xml", b"<svg/>".to_vec(), 415).await, "media.kind");
    assert_eq!(refused("image/png", b"<svg/>".to_vec(), 415).await, "media.kind");
    assert_eq!(refused("image/png", png(20, 20)[..40].to_vec(), 422).await, "media.unreadable");
    assert_eq!(refused("image/png", png(10_001, 1), 422).await, "media.too_many_pixels");
    assert_eq!(refused("image/png", vec![0; 9_000_000], 413).await, "request.too_large");
    put(&app.guest(), &shop, "image/png", png(2, 2)).await.expect(401);
    let large = image::RgbImage::from_fn(640, 640, |x, y| image::Rgb(noise(x, y)));
    let mut bytes = Cursor::new(Vec::new());
    large.write_to(&mut bytes, ImageFormat::Png).unwrap();
    assert!(bytes.get_ref().len() > 1_100_000, "larger than other bodies may be");
    put(&shop.owner, &shop, "image/png", bytes.into_inner()).await.expect(200);
    for path in ["/media/org_1/fil_2/small.jpg", "/media/a/..%2f..%2fetc/small.jpg"] {
        app.guest().get(path).await.expect(404);
    }
}

/// What PNG can't make smaller.
fn noise(x: u32, y: u32) -> [u8; 3] {
    let mixed = (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(2_246_822_519)).wrapping_mul(3_266_489_917);
    let [a, b, c, _] = (mixed ^ (mixed >> 15)).to_le_bytes();
    [a, b, c]
}
