//! The check digits of VAT ids, country by country, as the tax administrations publish them (European Commission,
//! “VIES – VAT number algorithms”). Every function takes the id without its prefix.

/// Whether the id after this prefix has the right form and check digits.
pub(super) fn is_right(prefix: &str, id: &[u8]) -> bool {
    if prefix == "AT" {
        return id.strip_prefix(b"U").and_then(digits).is_some_and(|n| n.len() == 8 && austria(&n));
    }
    let lettered = match prefix {
        "CY" => Some(cyprus(id)),
        "ES" => Some(spain(id)),
        "FR" => Some(france(id)),
        "IE" => Some(ireland(id)),
        "NL" => Some(netherlands(id)),
        "XI" => Some(northern_ireland(id)),
        _ => None,
    };
    if let Some(right) = lettered {
        return right;
    }
    let Some(n) = digits(id) else { return false };
    let nonzero = n.first().is_some_and(|first| *first != 0);
    match (prefix, n.len()) {
        ("BE", 10) => n[0] <= 1 && (value(&n[..8]) + value(&n[8..])).is_multiple_of(97),
        ("BG", 9 | 10) => bulgaria(&n),
        ("CZ", 8..=10) => czechia(&n),
        ("DE", 9) => nonzero && mod_11_10(&n),
        ("DK", 8) => nonzero && weighed(&n, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        ("EE", 9) => weighed(&n, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10),
        ("EL", 9) => weighed(&n, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == n[8],
        ("FI", 8) => weighed(&n, &[7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11),
        ("HR", 11) => mod_11_10(&n),
        ("HU", 8) => weighed(&n, &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10),
        ("IT", 11) => value(&n[..7]) != 0 && italian_office(value(&n[7..10])) && luhn(&n),
        ("LT", 9 | 12) => lithuania(&n),
        ("LU", 8) => value(&n[..6]) % 89 == value(&n[6..]),
        ("LV", 11) => latvia(&n),
        ("MT", 8) => nonzero && weighed(&n, &[3, 4, 6, 7, 8, 9, 10, 1]).is_multiple_of(37),
        ("PL", 10) => weighed(&n, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == n[9],
        ("PT", 9) => nonzero && (11 - weighed(&n, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == n[8],
        ("RO", 2..=10) => nonzero && romania(&n),
        ("SE", 12) => (1..=94).contains(&value(&n[10..])) && luhn(&n[..10]),
        ("SI", 8) => nonzero && slovenia(&n),
        ("SK", 10) => {
            let business = nonzero && matches!(n[2], 2..=4 | 7..=9) && value(&n).is_multiple_of(11);
            business || birth_number(&n)
        }
        _ => false,
    }
}

/// The values of the digits, if there is nothing else.
fn digits(text: &[u8]) -> Option<Vec<u64>> {
    text.iter().map(|byte| byte.is_ascii_digit().then(|| u64::from(byte - b'0'))).collect()
}

/// The digits as one number.
fn value(digits: &[u64]) -> u64 {
    digits.iter().fold(0, |value, digit| value * 10 + digit)
}

/// The sum of the digits times their weights; digits without a weight are left out.
fn weighed(digits: &[u64], weights: &[u64]) -> u64 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// ISO/IEC 7812-1, annex B.
fn luhn(digits: &[u64]) -> bool {
    let doubled = |digit: u64| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let each = digits.iter().rev().enumerate().map(|(at, n)| if at % 2 == 1 { doubled(*n) } else { *n });
    each.sum::<u64>().is_multiple_of(10)
}

/// ISO/IEC 7064, MOD 11,10.
fn mod_11_10(digits: &[u64]) -> bool {
    let check = digits.iter().fold(5, |check, digit| {
        let product = if check == 0 { 10 } else { check } * 2 % 11;
        (product + digit) % 10
    });
    check == 1
}

fn austria(n: &[u64]) -> bool {
    let doubled = |digit: u64| digit * 2 / 10 + digit * 2 % 10;
    let sum: u64 = n[..7].iter().enumerate().map(|(at, n)| if at % 2 == 1 { doubled(*n) } else { *n }).sum();
    (10 - (sum + 4) % 10) % 10 == n[7]
}

fn bulgaria(n: &[u64]) -> bool {
    if n.len() == 9 {
        let check = match weighed(n, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11 {
            10 => weighed(n, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10,
            check => check,
        };
        return check == n[8];
    }
    // Citizens have their birthday in front; those of 1800 to 1899 have 20 more in the place of the month, and 40 since 2000.
    let (month, day) = (value(&n[2..4]), value(&n[4..6]));
    let born = (1..=12).contains(&(month % 20)) && month <= 52 && (1..=31).contains(&day);
    let citizen = weighed(n, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
    let foreigner = weighed(n, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10;
    let other = 11 - weighed(n, &[4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    (born && n[9] == citizen) || n[9] == foreigner || (other != 10 && n[9] == other % 11)
}

fn cyprus(id: &[u8]) -> bool {
    const ODD: [u64; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let Some((letter, rest)) = id.split_last() else { return false };
    let Some(n) = digits(rest).filter(|n| n.len() == 8) else { return false };
    let odd = |digit: u64| usize::try_from(digit).ok().and_then(|at| ODD.get(at)).copied().unwrap_or(0);
    let sum: u64 = n.iter().enumerate().map(|(at, n)| if at % 2 == 0 { odd(*n) } else { *n }).sum();
    (n[0], n[1]) != (1, 2) && u64::from(*letter) == u64::from(b'A') + sum % 26
}

fn czechia(n: &[u64]) -> bool {
    let eighth = |part: &[u64]| weighed(part, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    match n.len() {
        8 => n[0] != 9 && (11 - eighth(n)) % 10 == n[7],
        9 if n[0] == 6 => (18 - (21 - eighth(&n[1..8])) % 11) % 10 == n[8],
        // Birth numbers from before 1954 have no check digit.
        9 => value(&n[..2]) < 54 && born(n),
        _ => birth_number(n),
    }
}

/// A Czech or Slovak birth number of ten digits.
fn birth_number(n: &[u64]) -> bool {
    born(n) && value(&n[..9]) % 11 % 10 == n[9]
}

/// Czech birth numbers: women have 50 more, and since 2004 either may have 20 more, in the place of the month.
fn born(n: &[u64]) -> bool {
    let (month, day) = (value(&n[2..4]), value(&n[4..6]));
    (1..=12).contains(&(month % 50 % 20)) && (1..=31).contains(&day)
}

fn spain(id: &[u8]) -> bool {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let [first, middle @ .., last] = id else { return false };
    if middle.len() != 7 {
        return false;
    }
    let Some(n) = digits(middle) else { return false };
    let person = |lead: u64| {
        let at = usize::try_from((lead * 10_000_000 + value(&n)) % 23).unwrap_or_default();
        LETTERS.get(at) == Some(last)
    };
    match first {
        b'0'..=b'9' => person(u64::from(first - b'0')),
        b'X'..=b'Z' => person(u64::from(first - b'X')),
        b'K' | b'L' | b'M' => person(0),
        b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U' | b'V' | b'W' => {
            let check = (0..10).find(|check| {
                let all: Vec<u64> = n.iter().copied().chain([*check]).collect();
                luhn(&all)
            });
            check.is_some_and(|check| {
                let letter = usize::try_from(check).ok().and_then(|at| b"JABCDEFGHI".get(at));
                letter == Some(last) || u64::from(*last) == u64::from(b'0') + check
            })
        }
        _ => false,
    }
}

fn france(id: &[u8]) -> bool {
    const KEYS: &[u8; 34] = b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let Some((key, rest)) = id.split_at_checked(2) else { return false };
    let Some(n) = digits(rest).filter(|n| n.len() == 9) else { return false };
    // Monaco has no SIREN.
    if !rest.starts_with(b"000") && !luhn(&n) {
        return false;
    }
    if let Some(key) = digits(key) {
        return (value(&n) * 100 + 12) % 97 == value(&key);
    }
    let at = |byte: u8| KEYS.iter().position(|known| *known == byte).and_then(|at| u64::try_from(at).ok());
    let (Some(first), Some(second)) = (at(key[0]), at(key[1])) else { return false };
    let check = if key[0].is_ascii_digit() { first * 24 + second - 10 } else { first * 34 + second - 100 };
    (value(&n) + 1 + check / 11) % 11 == check % 11
}

fn ireland(id: &[u8]) -> bool {
    const LETTERS: &[u8; 23] = b"WABCDEFGHIJKLMNOPQRSTUV";
    let (Some(number), Some(check), extra) = (id.get(..7), id.get(7), id.get(8..).unwrap_or_default()) else {
        return false;
    };
    let old = !number.get(1).is_some_and(u8::is_ascii_digit);
    let n = if old {
        let [first, mark, rest @ ..] = number else { return false };
        if !(mark.is_ascii_uppercase() || matches!(mark, b'+' | b'*')) || !extra.is_empty() {
            return false;
        }
        digits(&[b"0", rest, &[*first]].concat())
    } else {
        digits(number)
    };
    let extra = match extra {
        [] => 0,
        [b'W'] => 0,
        [letter @ b'A'..=b'I'] => u64::from(letter - b'A' + 1),
        _ => return false,
    };
    n.is_some_and(|n| {
        let sum = weighed(&n, &[8, 7, 6, 5, 4, 3, 2]) + 9 * extra;
        usize::try_from(sum % 23).ok().and_then(|at| LETTERS.get(at)) == Some(check)
    })
}

/// The tax office that gave it out.
fn italian_office(number: u64) -> bool {
    matches!(number, 1..=100 | 120 | 121 | 888 | 999)
}

fn lithuania(n: &[u64]) -> bool {
    let (check, rest) = (n[n.len() - 1], &n[..n.len() - 1]);
    let sum = |shift: u64| (0..).zip(rest).map(|(at, n)| (1 + (at + shift) % 9) * n).sum::<u64>() % 11;
    let found = match sum(0) {
        10 => sum(2) % 10,
        found => found,
    };
    rest.last() == Some(&1) && found == check
}

fn latvia(n: &[u64]) -> bool {
    if n[0] > 3 {
        return weighed(n, &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3;
    }
    (1 + weighed(n, &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == n[10]
}

fn netherlands(id: &[u8]) -> bool {
    let [number @ .., b'B', tens, ones] = id else { return false };
    let (Some(n), Some(tail)) = (digits(number).filter(|n| n.len() == 9), digits(&[*tens, *ones])) else {
        return false;
    };
    let business = weighed(&n, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == n[8];
    // Since 2020 also ISO/IEC 7064, MOD 97-10, letters as 10 to 35: N is 23, L is 21, B is 11.
    let person = [2, 3, 2, 1].iter().chain(&n).chain(&[1, 1]).chain(&tail).fold(0, |m, d| (m * 10 + d) % 97);
    value(&n) > 0 && value(&tail) > 0 && (business || person == 1)
}

fn northern_ireland(id: &[u8]) -> bool {
    if let Some(n) = id.strip_prefix(b"GD").and_then(digits) {
        return n.len() == 3 && value(&n) < 500;
    }
    if let Some(n) = id.strip_prefix(b"HA").and_then(digits) {
        return n.len() == 3 && value(&n) >= 500;
    }
    digits(id).is_some_and(|n| {
        let sum = || (weighed(&n, &[8, 7, 6, 5, 4, 3, 2]) + value(&n[7..9])) % 97;
        matches!(n.len(), 9 | 12) && (sum() == 0 || (value(&n[..3]) >= 100 && matches!(sum(), 42 | 55)))
    })
}

fn romania(n: &[u64]) -> bool {
    const WEIGHTS: [u64; 9] = [7, 5, 3, 2, 1, 7, 5, 3, 2];
    let body = n.len() - 1;
    weighed(n, &WEIGHTS[9 - body..]) * 10 % 11 % 10 == n[body]
}

fn slovenia(n: &[u64]) -> bool {
    let check = 11 - weighed(n, &[8, 7, 6, 5, 4, 3, 2]) % 11;
    check < 11 && check % 10 == n[7]
}
