//! Rounding the tax once per rate instead of once per line (EN 16931, BR-CO-17 and BR-S-09).

use std::collections::BTreeMap;

use super::{
    Refusal, Rounding, exact,
    tax::{TaxCode, Taxed},
};

/// Rounds `lines` in place. Lines of one rate and code are one group; each stays `net + tax = gross`.
pub(super) fn apply(mode: Rounding, business: bool, lines: &mut [&mut Taxed]) -> Result<(), Refusal> {
    let keep_gross = match mode {
        Rounding::Line => return Ok(()),
        Rounding::SumBusiness if !business => return Ok(()),
        Rounding::SumByNet | Rounding::SumBusiness => false,
        Rounding::SumKeepGross => true,
    };
    let mut groups: BTreeMap<(TaxCode, kernel::Percent), Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        groups.entry((line.code, line.rate)).or_default().push(at);
    }
    for ((_, rate), mut members) in groups {
        let of =
            |part: fn(&Taxed) -> i64| members.iter().map(|at| i128::from(part(lines[*at]))).sum::<i128>();
        let (net, tax, gross) = (of(|line| line.net), of(|line| line.tax), of(|line| line.gross));
        let wanted = if keep_gross { exact::tax_within(gross, rate) } else { exact::tax_upon(net, rate) };
        // The highest amounts first; among equals the one that comes first.
        members.sort_by_key(|at| std::cmp::Reverse(lines[*at].gross));
        spread(wanted - tax, keep_gross, &members, lines)?;
    }
    Ok(())
}

/// Spreads `units` of tax over the members, one each per round. No part becomes negative.
fn spread(
    mut units: i128,
    keep_gross: bool,
    members: &[usize],
    lines: &mut [&mut Taxed],
) -> Result<(), Refusal> {
    let step = if units > 0 { 1 } else { -1 };
    while units != 0 {
        let before = units;
        for at in members {
            let line = &mut *lines[*at];
            let room = line.gross > 0 && line.tax + step >= 0 && (!keep_gross || line.net - step >= 0);
            if units == 0 || !room {
                continue;
            }
            line.tax = exact::sum([line.tax, step])?;
            match keep_gross {
                true => line.net -= step,
                false => line.gross = exact::sum([line.gross, step])?,
            }
            units -= i128::from(step);
        }
        if before == units {
            break;
        }
    }
    Ok(())
}
