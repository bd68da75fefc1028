use super::sign::{Credentials, Request, Scope, authorization, timestamp};

/// The example that Amazon publishes its vectors for.
fn sign(method: &str, headers: &[(&str, &str)], body: &str) -> String {
    let credentials = Credentials {
        key_id: "AKIDEXAMPLE".to_owned(),
        secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned(),
        token: None,
    };
    let scope = Scope { region: "us-east-1", service: "service" };
    let request = Request { method, path: "/", headers, body: body.as_bytes() };
    authorization(&credentials, &scope, "20150830T123600Z", &request)
}

const HOST: (&str, &str) = ("host", "example.amazonaws.com");
const DATE: (&str, &str) = ("x-amz-date", "20150830T123600Z");

#[test]
fn signatures_are_those_of_the_published_vectors() {
    // aws-sig-v4-test-suite: get-vanilla, post-vanilla, post-x-www-form-urlencoded.
    assert_eq!(
        sign("GET", &[HOST, DATE], ""),
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
         SignedHeaders=host;x-amz-date, \
         Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    );
    assert!(
        sign("POST", &[HOST, DATE], "")
            .ends_with("=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b")
    );
    let form = ("content-type", "application/x-www-form-urlencoded");
    assert!(
        sign("POST", &[form, HOST, DATE], "Param1=value1")
            .ends_with("=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a")
    );
}

#[test]
fn moments_are_written_as_amazon_reads_them() {
    assert_eq!(timestamp("2015-08-30T12:36:00.25Z".parse().unwrap()), "20150830T123600Z");
}
