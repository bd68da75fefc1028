use std::time::Duration;

use super::{plain, seconds};

#[test]
fn times_read_well_at_every_length() {
    assert_eq!(seconds(Duration::from_millis(430)), "0.4 s");
    assert_eq!(seconds(Duration::from_secs(12)), "12 s");
    assert_eq!(seconds(Duration::from_secs(185)), "3 m 05 s");
}

#[test]
fn colours_are_taken_out_of_a_line() {
    assert_eq!(plain("\x1b[32m   Compiling\x1b[0m store\r"), "Compiling store");
}
