//! A call is tried again within its budget and no further, whatever fails in whatever order.

use proptest::prelude::*;
use qwen_edge::error::{Error, Kind};
use qwen_edge::retry::{Budget, pause};
use qwen_edge::wire::fault::of_body;

/// One failed try.
#[derive(Clone, Debug)]
struct Failure {
    error: Error,
    /// Whether it may pass by itself, for a call that may and for one that may not be done twice.
    passes: [bool; 2],
    dice: f64,
}

fn any_failure() -> impl Strategy<Value = Failure> {
    let kinds = prop::sample::select(vec![
        (Kind::Connection, 0, "", [true, false]),
        (Kind::Timeout, 0, "", [true, false]),
        (Kind::Aborted, 0, "", [false, false]),
        (Kind::Usage, 0, "", [false, false]),
        (Kind::Decode, 0, "", [false, false]),
        (Kind::Api, 408, "", [true, false]),
        (Kind::Api, 409, "", [true, false]),
        (Kind::Api, 500, "internal_error", [true, false]),
        (Kind::Api, 503, "ModelUnavailable", [true, false]),
        (Kind::Api, 429, "limit_burst_rate", [true, true]),
        (Kind::Api, 429, "insufficient_quota", [true, true]),
        (Kind::Api, 429, "PostpaidBillOverdue", [false, false]),
        (Kind::Api, 400, "invalid_parameter_error", [false, false]),
        (Kind::Api, 401, "invalid_api_key", [false, false]),
    ]);
    let asked = prop_oneof![2 => Just(None), 1 => (0..100_000_u32).prop_map(Some), 1 => any::<u32>().prop_map(Some)];
    (kinds, asked, 0.0..=1.0).prop_map(|((kind, status, code, passes), asked, dice)| {
        let mut error = match kind {
            Kind::Api => of_body(status, "", format!(r#"{{"code":"{code}","message":"no"}}"#).as_bytes()),
            kind => Error::new(kind, "", ""),
        };
        error.retry_after = asked;
        Failure { error, passes, dice }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn retries_stay_within_their_budget(
        failures in proptest::collection::vec(any_failure(), 1..6),
        most in 0..12_u32,
        longest in prop_oneof![Just(60_000), 0..100_000_u32],
        total in prop_oneof![Just(3_600_000), 0..100_000_u32],
        safe in any::<bool>(),
    ) {
        let (mut tries, mut left) = (1, total);
        for Failure { error, passes, dice } in failures.iter().cycle() {
            let given = pause(error, Budget { tries, most, longest, left }, safe, *dice);
            let passes = passes[usize::from(!safe)];
            let Some(given) = given else {
                // Given up for a reason only.
                let too_long = error.retry_after.is_some_and(|asked| asked > longest || asked >= left);
                let too_late = error.retry_after.is_none() && left <= longest.min(1000 << (tries - 1).min(10));
                prop_assert!(tries > most || !passes || too_long || too_late, "{error:?} at try {tries} of {most}");
                break;
            };
            prop_assert!(passes, "{error:?} does not pass");
            match error.retry_after {
                Some(asked) => prop_assert_eq!(given, asked, "exactly what the service asks for"),
                None => prop_assert!(given <= 1000 << (tries - 1).min(10), "{given} ms after try {tries}"),
            }
            prop_assert!(given <= longest && given < left, "{given} ms of {longest} and {left}");
            left -= given;
            tries += 1;
            prop_assert!(tries <= 1 + most);
        }
    }

    #[test]
    fn the_dice_choose_from_nothing_to_the_whole_ceiling(tries in 1..40_u32, dice in 0.0..=1.0_f64) {
        let budget = Budget { tries, most: 99, longest: 60_000, left: u32::MAX };
        let at = |dice| pause(&Error::new(Kind::Connection, "", ""), budget, true, dice).expect("there is a budget");
        prop_assert_eq!(at(0.0), 0);
        prop_assert_eq!(at(1.0), (1000_u32 << (tries - 1).min(10)).min(60_000));
        prop_assert!(at(0.0) <= at(dice) && at(dice) <= at(1.0));
        prop_assert_eq!((at(-1.0), at(2.0), at(f64::NAN)), (at(0.0), at(1.0), at(0.0)), "dice that are none hurt nobody");
    }
}
