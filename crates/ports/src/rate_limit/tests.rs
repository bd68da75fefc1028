use std::{hint::black_box, time::Duration};

use super::*;

fn at(seconds: i64) -> Instant {
    Instant::from_microsecond(1_800_000_000_000_000).expect("a moment").plus_seconds(seconds)
}

fn quota(text: &str) -> Quota {
    text.parse().expect("a quota")
}

#[test]
fn quotas_are_written_as_they_are_read() {
    assert_eq!(quota("600/minute").to_string(), "600/minute");
    assert_eq!((quota("5 / hour").limit(), quota("5/hour").window()), (5, Duration::from_secs(3600)));
    for wrong in ["", "600", "0/minute", "-1/minute", "5/week", "x/second"] {
        assert!(wrong.parse::<Quota>().is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn a_quota_may_be_used_at_once_and_grows_back_evenly() {
    let (limits, quota) = (LocalRateLimit::default(), quota("6/minute"));
    for left in (0..6).rev() {
        let ruling = limits.take("a", quota, at(0)).await;
        assert!(ruling.allowed);
        assert_eq!(ruling.remaining, left);
    }
    let refused = limits.take("a", quota, at(0)).await;
    assert!(!refused.allowed);
    assert_eq!((refused.retry_after, refused.reset), (Duration::from_secs(10), Duration::from_secs(60)));
    assert!(limits.take("b", quota, at(0)).await.allowed, "somebody else is not concerned");
    assert!(limits.take("a", quota, at(10)).await.allowed);
    assert!(!limits.take("a", quota, at(11)).await.allowed);
    assert_eq!(limits.take("a", quota, at(600)).await.remaining, 5);
}

#[tokio::test]
async fn what_is_refused_costs_nothing() {
    let (limits, quota) = (LocalRateLimit::default(), quota("1/minute"));
    assert!(limits.take("a", quota, at(0)).await.allowed);
    for second in 1..60 {
        assert!(!limits.take("a", quota, at(second)).await.allowed);
    }
    assert!(limits.take("a", quota, at(60)).await.allowed);
}

#[tokio::test]
async fn a_clock_that_is_set_back_locks_nobody_out() {
    let (limits, quota) = (LocalRateLimit::default(), quota("2/minute"));
    limits.take("a", quota, at(100_000)).await;
    limits.take("a", quota, at(0)).await;
    assert!(limits.take("a", quota, at(60)).await.allowed);
}

#[tokio::test]
async fn a_flood_of_keys_is_bounded_and_does_not_wash_out_the_greedy() {
    let (limits, quota) = (LocalRateLimit::default(), quota("100/hour"));
    for _ in 0..100 {
        assert!(limits.take("greedy", quota, at(0)).await.allowed);
    }
    for key in 0..400_000 {
        limits.take(&format!("flood {key}"), quota, at(0)).await;
    }
    assert!(limits.keys() <= 32 * 8192, "{}", limits.keys());
    assert!(!limits.take("greedy", quota, at(0)).await.allowed);
}

/// A debug build on a busy machine stays far below what a request may cost; the release build takes a tenth.
#[tokio::test]
async fn one_ruling_costs_next_to_nothing() {
    let (limits, quota) = (LocalRateLimit::default(), quota("1000000/second"));
    let started = std::time::Instant::now();
    for _ in 0..20_000 {
        black_box(limits.take("read:203.0.113.7", quota, at(0)).await);
    }
    let each = started.elapsed() / 20_000;
    assert!(each < Duration::from_micros(50), "{each:?}");
}
