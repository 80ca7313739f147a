//! The service's own refusals, a row a rule: a request that the rule refuses, and its neighbour that passes (the section of
//! the reference stands beside the rule in src/preflight).

use qwen_edge::call::region::Region;
use qwen_edge::json;
use qwen_edge::preflight::{Action, Plan, Refusal, cure, decide, names};

fn decided(operation: &str, request: &str, region: Option<Region>, action: Action) -> Result<Plan, Refusal> {
    let value = json::parse(request.as_bytes()).expect("a row is JSON");
    decide(operation, &value, region, |_| action)
}

/// The rule that refuses a chat request, or "".
fn refused(request: &str) -> &'static str {
    decided("chat", request, None, Action::Refuse).err().map_or("", |refusal| refusal.rule)
}

/// A request to a model: `more` is put after a question.
fn asked(model: &str, more: &str) -> String {
    with(model, r#"{"role":"user","content":"Hi"}"#, more)
}

fn with(model: &str, messages: &str, more: &str) -> String {
    format!(r#"{{"model":"{model}","messages":[{messages}]{}{more}}}"#, if more.is_empty() { "" } else { "," })
}

const TOOL: &str = r#""tools":[{"type":"function","function":{"name":"get_weather"}}]"#;
const JSON: &str = r#""response_format":{"type":"json_object"}"#;
const STREAM: &str = r#""stream":true"#;

/// Rule, what goes wrong beside a question to qwen-plus, what is right.
#[rustfmt::skip]
const PARAMETERS: &[(&str, &[&str], &[&str])] = &[
    ("temperature", &[r#""temperature":2"#, r#""temperature":-0.1"#, r#""temperature":"0.5""#], &[r#""temperature":0"#, r#""temperature":1.99"#, r#""temperature":null"#]),
    ("top_p", &[r#""top_p":0"#, r#""top_p":1.01"#], &[r#""top_p":0.01"#, r#""top_p":1"#]),
    ("top_k", &[r#""top_k":-1"#], &[r#""top_k":0"#, r#""top_k":101"#, r#""top_k":null"#]),
    ("presence_penalty", &[r#""presence_penalty":2.1"#, r#""presence_penalty":-2.1"#], &[r#""presence_penalty":-2"#, r#""presence_penalty":2"#]),
    ("repetition_penalty", &[r#""repetition_penalty":0"#], &[r#""repetition_penalty":0.1"#]),
    ("max_tokens", &[r#""max_tokens":0"#], &[r#""max_tokens":1"#, r#""max_tokens":1000000"#]),
    ("n", &[r#""n":0"#, r#""n":5"#, r#""n":1.5"#], &[r#""n":1"#, r#""n":4"#]),
    ("seed", &[r#""seed":-1"#, r#""seed":1.5"#, r#""seed":"7""#], &[r#""seed":0"#, r#""seed":9007199254740991"#]),
    ("top_logprobs", &[r#""top_logprobs":6"#], &[r#""top_logprobs":5"#]),
    ("thinking_budget", &[r#""thinking_budget":0"#, r#""thinking_budget":0.5"#], &[r#""thinking_budget":1"#]),
    ("stop", &[r#""stop":["a",1]"#, r#""stop":{}"#, r#""stop":7"#, r#""stop":[[1],2]"#], &[r#""stop":"a""#, r#""stop":["a","b"]"#, r#""stop":[1,2]"#, r#""stop":[[1],[2,3]]"#, r#""stop":[]"#]),
    ("response_format", &[r#""response_format":"json_object""#, r#""response_format":{"type":"json"}"#, r#""response_format":{}"#], &[r#""response_format":{"type":"text"}"#]),
    ("json_schema", &[r#""response_format":{"type":"json_schema"}"#, r#""response_format":{"type":"json_schema","json_schema":{"name":"a b"}}"#], &[r#""response_format":{"type":"json_schema","json_schema":{"name":"a_b-1","schema":{}}}"#]),
    ("tool_choice", &[r#""tool_choice":"required""#], &[r#""tool_choice":"auto""#, r#""tool_choice":"none""#, r#""tool_choice":{"type":"function","function":{"name":"a"}}"#]),
    ("tool_name", &[r#""tools":[{"type":"function","function":{"name":"search"}}]"#, r#""tools":[{"type":"function","function":{"name":"get weather"}}]"#], &[TOOL, r#""tools":[{"type":"web_search"}]"#]),
    ("n_with_tools", &[r#""n":2,"tools":[{"type":"function","function":{"name":"a"}}]"#], &[r#""n":2,"tools":[]"#, r#""n":1,"tools":[{"type":"function","function":{"name":"a"}}]"#]),
];

#[test]
fn parameters_out_of_their_ranges_are_refused() {
    for (rule, wrong, right) in PARAMETERS {
        for more in *wrong {
            assert_eq!(refused(&asked("qwen-plus", more)), *rule, "{more}");
        }
        for more in *right {
            assert_eq!(refused(&asked("qwen-plus", more)), "", "{more}");
        }
    }
}

/// Rule, messages that are wrong, messages that are right.
#[rustfmt::skip]
const MESSAGES: &[(&str, &[&str], &[&str])] = &[
    ("messages", &[""], &[r#"{"role":"user","content":"a"}"#]),
    ("role", &[r#"{"role":"developer","content":"a"},{"role":"user","content":"a"}"#, r#"{"role":"user","content":"a"},{"content":"a"}"#], &[r#"{"role":"user","content":"a"},{"role":"function","content":"a"}"#]),
    ("user_message", &[r#"{"role":"system","content":"a"}"#], &[r#"{"role":"user","content":[{"type":"text","text":"a"}]}"#]),
    ("content", &[r#"{"role":"user","content":""}"#, r#"{"role":"user"}"#, r#"{"role":"user","content":null}"#, r#"{"role":"user","content":{"a":1}}"#, r#"{"role":"user","content":"a"},{"role":"assistant","content":""}"#],
        &[r#"{"role":"user","content":"a"},{"role":"assistant","content":"","tool_calls":[{"id":"c"}]},{"role":"tool","tool_call_id":"c","content":"b"}"#]),
    ("tool_message", &[r#"{"role":"user","content":"a"},{"role":"tool","tool_call_id":"c","content":"b"}"#],
        &[r#"{"role":"user","content":"a"},{"role":"assistant","tool_calls":[{"id":"c"},{"id":"d"}]},{"role":"tool","tool_call_id":"c","content":"b"},{"role":"tool","tool_call_id":"d","content":"b"}"#]),
];

#[test]
fn messages_that_the_service_does_not_take_are_refused() {
    for (rule, wrong, right) in MESSAGES {
        for messages in *wrong {
            assert_eq!(refused(&with("qwen-plus", messages, "")), *rule, "{messages}");
        }
        for messages in *right {
            assert_eq!(refused(&with("qwen-plus", messages, "")), "", "{messages}");
        }
    }
    assert_eq!(refused(r#"{"model":"qwen-plus"}"#), "messages");
    assert_eq!(refused(r#"{"messages":[{"role":"user","content":"a"}]}"#), "model");
}

const IMAGE: &str = r#"{"type":"image_url","image_url":{"url":"https://example.com/a.jpg"}}"#;
const SPEECH: &str = r#"{"type":"input_audio","input_audio":{"data":"https://example.com/a.wav","format":"wav"}}"#;

fn parts(parts: &str) -> String {
    format!(r#"{{"role":"user","content":[{parts}]}}"#)
}

fn video(frames: usize) -> String {
    parts(&format!(r#"{{"type":"video","video":[{}]}}"#, vec![r#""https://example.com/1.jpg""#; frames].join(",")))
}

fn files(count: usize) -> String {
    let ids = vec!["fileid://file-fe-1"; count].join(",");
    format!(r#"{{"role":"system","content":"{ids}"}},{{"role":"user","content":"a"}}"#)
}

#[test]
#[allow(clippy::too_many_lines)] // a table
fn what_a_model_cannot_do_is_refused_for_models_of_the_reference() {
    let partial = r#"{"role":"user","content":"a"},{"role":"assistant","content":"b","partial":true}"#;
    let system = r#"{"role":"system","content":"s"},{"role":"user","content":"a"}"#;
    let question = r#"{"role":"user","content":"a"}"#;
    let two = parts(&[IMAGE, SPEECH].join(","));
    let voice =
        |voice: &str| format!(r#"{STREAM},"modalities":["text","audio"],"audio":{{"voice":"{voice}","format":"wav"}}"#);
    let large = parts(&format!(
        r#"{{"type":"image_url","image_url":{{"url":"data:image/png;base64,{}"}}}}"#,
        "A".repeat(10_485_760)
    ));
    let (stream, cherry, eric) = (STREAM.to_owned(), voice("Cherry"), voice("Eric"));
    for (rule, model, messages, more) in [
        ("tools", "qwen-long", question, TOOL.into()),
        ("tools", "qwen-mt-plus", question, TOOL.into()),
        ("tools", "qwen-math-turbo-latest", question, TOOL.into()),
        ("", "qwen-max", question, TOOL.into()),
        ("enable_search", "qwen-long-latest", question, r#""enable_search":true"#.into()),
        ("", "qwen-plus", question, r#""enable_search":true"#.into()),
        ("", "qwen3.5-omni-plus", question, r#""enable_search":true"#.into()),
        ("partial", "qwen-long", partial, String::new()),
        ("partial", "qwen-plus", partial, r#""enable_thinking":true"#.into()),
        ("", "qwen3-coder-plus", partial, String::new()),
        ("thinking_only", "qwq-plus", question, r#""enable_thinking":false,"stream":true"#.into()),
        ("thinking_only", "qwen3-235b-a22b-thinking-2507", question, r#""enable_thinking":false"#.into()),
        ("", "qwen3-235b-a22b", question, r#""enable_thinking":false"#.into()),
        ("json_word", "qwen-plus", question, JSON.into()),
        ("", "qwen-plus", r#"{"role":"user","content":"as Json"}"#, JSON.into()),
        ("", "qwen-plus", r#"{"role":"user","content":[{"type":"text","text":"JSON"}]}"#, JSON.into()),
        (
            "json_word",
            "qwen-plus",
            r#"{"role":"user","content":"a"},{"role":"assistant","content":"json"},{"role":"user","content":"b"}"#,
            JSON.into(),
        ),
        (
            "json_thinking",
            "qwen-plus",
            r#"{"role":"user","content":"json"}"#,
            format!(r#"{JSON},"enable_thinking":true"#),
        ),
        ("json_thinking", "qwen3.5-plus", r#"{"role":"user","content":"json"}"#, JSON.into()),
        ("", "qwen3.5-plus", r#"{"role":"user","content":"json"}"#, format!(r#"{JSON},"enable_thinking":false"#)),
        (
            "tool_choice_thinking",
            "qwen-plus",
            question,
            r#""enable_thinking":true,"tool_choice":{"type":"function","function":{"name":"a"}}"#.into(),
        ),
        ("thinking_stream", "qwen3-max", question, r#""enable_thinking":true"#.into()),
        ("thinking_stream", "qwen3-32b", question, r#""enable_thinking":true"#.into()),
        ("", "qwen3-max-preview", question, r#""enable_thinking":true"#.into()),
        ("", "qwen-plus-2025-07-28", question, r#""enable_thinking":true"#.into()),
        ("", "qwen3-max", question, r#""enable_thinking":true,"stream":true"#.into()),
        ("file_ids", "qwen-long", &files(101), String::new()),
        ("", "qwen-long", &files(100), String::new()),
        ("translation", "qwen-mt-flash", system, String::new()),
        ("", "qwen-mt-flash", question, String::new()),
        ("translation_options", "qwen-mt-plus", question, r#""translation_options":{"source_lang":"auto"}"#.into()),
        ("", "qwen-mt-plus", question, r#""translation_options":{"source_lang":"auto","target_lang":"en"}"#.into()),
        ("data_url", "qwen3-vl-plus", &large, String::new()),
        ("frames", "qwen3-vl-plus", &video(3), String::new()),
        ("", "qwen3-vl-plus", &video(4), String::new()),
        ("frames", "qwen3-omni-flash", &video(1), stream.clone()),
        ("", "qwen3-omni-flash", &video(2), stream.clone()),
        ("modalities", "qwen3-omni-flash", &two, stream.clone()),
        ("", "qwen3-omni-flash", &parts(&[IMAGE, IMAGE, r#"{"type":"text","text":"a"}"#].join(",")), stream),
        ("audio", "qwen-omni-turbo", question, eric.clone()),
        ("", "qwen-omni-turbo", question, cherry.clone()),
        ("", "qwen3-omni-flash", question, eric),
        ("audio", "qwen3-omni-flash", question, r#""stream":true,"audio":{"voice":"Cherry","format":"mp3"}"#.into()),
        ("omni_system", "qwen-omni-turbo", system, cherry.clone()),
        ("", "qwen3-omni-flash", system, cherry),
    ] {
        let request = with(model, messages, &more);
        assert_eq!(refused(&request), rule, "{}", request.chars().take(300).collect::<String>());
    }
}

#[test]
fn models_that_the_reference_does_not_name_are_not_judged() {
    let wishes = [
        TOOL,
        r#""enable_thinking":true"#,
        r#""enable_thinking":false"#,
        r#""enable_search":true"#,
        r#""translation_options":{}"#,
    ];
    for model in [
        "qwen9-ultra",
        "qwen-plus-character",
        "qwen3-next-80b-a3b-instruct",
        "deepseek-v3.2",
        "glm-4.6",
        "kimi-k2-thinking",
        "my-own",
    ] {
        for more in wishes {
            let plan = decided("chat", &asked(model, more), Some(Region::Virginia), Action::Refuse);
            assert_eq!(plan, Ok(Plan::default()), "{model} {more}");
        }
    }
    for guest in ["deepseek-v3.2", "glm-4.6", "kimi-k2-thinking", "my-own"] {
        for more in [JSON, r#""tool_choice":"required""#] {
            assert_eq!(refused(&asked(guest, more)), "", "{guest} {more}");
        }
    }
}

#[test]
fn text_completions_need_a_text_before_the_gap() {
    let prompt = |prompt: &str| {
        let request = format!(r#"{{"model":"qwen2.5-coder-32b-instruct","prompt":"{prompt}"}}"#);
        decided("completions", &request, None, Action::Refuse).err().map(|refusal| refusal.rule)
    };
    assert_eq!(prompt("<|fim_prefix|><|fim_suffix|>print(1)<|fim_middle|>"), Some("fill_in"));
    assert_eq!(prompt("<|fim_prefix|>def f<|fim_suffix|>print(1)<|fim_middle|>"), None);
    assert_eq!(prompt("def f"), None);
}

#[test]
fn a_plain_call_of_what_is_only_streamed_is_folded_unless_the_rule_is_off() {
    let plan =
        |model: &str, more: &str, action| decided("chat", &asked(model, more), None, action).map(|plan| plan.cures);
    for model in
        ["qwq-plus", "qwq-32b", "qvq-max", "qwen3-omni-flash", "qwen3.5-omni-plus", "qwen3-8b", "qwen3-235b-a22b"]
    {
        assert_eq!(plan(model, "", Action::Refuse), Ok(cure::FOLD), "{model}");
        assert_eq!(plan(model, "", Action::Fix), Ok(cure::FOLD), "{model}");
        assert_eq!(plan(model, "", Action::Off), Ok(0), "{model}");
        assert_eq!(plan(model, STREAM, Action::Refuse), Ok(0), "{model}");
    }
    assert_eq!(plan("qwen3-8b", r#""enable_thinking":false"#, Action::Refuse), Ok(0));
    assert_eq!(plan("some-model", r#""modalities":["text","audio"]"#, Action::Refuse), Ok(cure::FOLD));
    for model in
        ["qwen-plus", "qwen3-max", "qwen3-235b-a22b-thinking-2507", "qwen3-235b-a22b-instruct-2507", "qwen3.5-plus"]
    {
        assert_eq!(plan(model, "", Action::Refuse), Ok(0), "{model}");
    }
}

#[test]
fn what_has_one_obvious_cure_is_cured_and_told() {
    let forced = r#""tool_choice":{"type":"function","function":{"name":"a"}}"#;
    let developer = r#"{"role":"developer","content":"a"},{"role":"user","content":"b"}"#;
    for (request, cures, cured) in [
        (asked("qwen-plus", JSON), cure::JSON, "json_word"),
        (asked("qwen3-max", r#""enable_thinking":true"#), cure::FOLD, "thinking_stream"),
        (asked("qwq-plus", ""), cure::FOLD, "stream_only"),
        (with("qwen-plus", developer, ""), cure::ROLE, "role"),
        // Without thinking it need not be streamed.
        (asked("qwen3-8b", forced), cure::NO_THINKING, "tool_choice_thinking"),
        (with("qwen3-8b", r#"{"role":"user","content":"json"}"#, JSON), cure::NO_THINKING, "json_thinking"),
    ] {
        let plan = decided("chat", &request, None, Action::Fix).expect(cured);
        assert_eq!((plan.cures, plan.cured), (cures, vec![cured]), "{request}");
    }
    // A schema, or partial mode, while a model thinks by default may pass: it is cured where that is wanted, never refused.
    let schema =
        asked("qwen3.7-max", r#""response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{}}}"#);
    let partial = r#"{"role":"user","content":"a"},{"role":"assistant","content":"b","partial":true}"#;
    for request in [schema, with("qwen3.7-max", partial, "")] {
        for (action, cures) in [(Action::Fix, cure::NO_THINKING), (Action::Refuse, 0), (Action::Off, 0)] {
            assert_eq!(decided("chat", &request, None, action).map(|plan| plan.cures), Ok(cures));
        }
    }
    // Without thinking it need not be streamed, either.
    assert_eq!(
        decided("chat", &with("qwen3-8b", partial, ""), None, Action::Fix).map(|plan| plan.cures),
        Ok(cure::NO_THINKING)
    );
    for request in [
        asked("qwen-plus", r#""temperature":2"#),
        with("qwen-plus", r#"{"role":"boss","content":"a"},{"role":"user","content":"b"}"#, ""),
        with("qwen-plus", r#"{"role":"user","content":"json"}"#, &format!(r#"{JSON},"enable_thinking":true"#)),
    ] {
        assert!(decided("chat", &request, None, Action::Fix).is_err(), "{request}");
    }
}

#[test]
fn history_is_sent_without_reasoning_unless_it_is_to_be_preserved() {
    let history = r#"{"role":"user","content":"a"},{"role":"assistant","content":"b","reasoning_content":"c"},{"role":"user","content":"d"}"#;
    for action in [Action::Refuse, Action::Fix, Action::Off] {
        let cures =
            |more: &str| decided("chat", &with("qwen-plus", history, more), None, action).map(|plan| plan.cures);
        assert_eq!(cures(""), Ok(cure::HISTORY));
        assert_eq!(cures(r#""preserve_thinking":false"#), Ok(cure::HISTORY));
        assert_eq!(cures(r#""preserve_thinking":true"#), Ok(0));
    }
}

#[test]
fn history_is_sent_without_sound_and_what_was_said_counts_as_its_text() {
    let history = |answer: &str| {
        let messages = format!(r#"{{"role":"user","content":"a"}},{answer},{{"role":"user","content":"d"}}"#);
        with("qwen3-omni-flash", &messages, r#""stream":true,"preserve_thinking":true"#)
    };
    let said = r#""audio":{"id":"audio_1","data":"AAAA","transcript":"b"}"#;
    for action in [Action::Refuse, Action::Fix, Action::Off] {
        let cures = |answer: &str| decided("chat", &history(answer), None, action).map(|plan| plan.cures);
        for content in [r#""content":"b","#, r#""content":"","#, r#""content":null,"#, ""] {
            assert_eq!(cures(&format!(r#"{{"role":"assistant",{content}{said}}}"#)), Ok(cure::SOUND), "{content}");
        }
        assert_eq!(cures(r#"{"role":"assistant","content":"b","audio":null}"#), Ok(0));
        assert_eq!(cures(r#"{"role":"user","content":"b","audio":{"data":"AAAA"}}"#), Ok(0));
    }
    let both = history(&format!(r#"{{"role":"assistant","content":"b","reasoning_content":"c",{said}}}"#));
    let both = both.replace(r#","preserve_thinking":true"#, "");
    let plan = decided("chat", &both, None, Action::Refuse);
    assert_eq!(plan.map(|plan| plan.cures), Ok(cure::HISTORY | cure::SOUND));
    for mute in [r#"{"data":"AAAA"}"#, r#"{"transcript":""}"#, r#"{"transcript":null}"#, "null"] {
        assert_eq!(refused(&history(&format!(r#"{{"role":"assistant","content":"","audio":{mute}}}"#))), "content");
    }
}

#[test]
fn what_a_region_lacks_is_refused_and_what_is_not_known_is_not() {
    use Region::{Beijing, Frankfurt, HongKong, Singapore, Tokyo, Virginia};
    let everywhere = [Beijing, Singapore, Virginia, Frankfurt, HongKong, Tokyo];
    let omni = asked("qwen3-omni-flash", STREAM);
    let prompt = r#"{"model":"qwen-coder-turbo","prompt":"a"}"#;
    for (operation, request, lacking) in [
        ("chat", asked("qwen-long", ""), vec![Singapore, Virginia, Frankfurt, HongKong, Tokyo]),
        ("chat", asked("qwen-math-plus", ""), vec![Singapore, Virginia, Frankfurt, HongKong, Tokyo]),
        ("completions", prompt.to_owned(), vec![Singapore, Virginia, Frankfurt, HongKong, Tokyo]),
        ("documents.upload", "{}".to_owned(), vec![Singapore, Virginia, Frankfurt, HongKong, Tokyo]),
        ("batches.create", "{}".to_owned(), vec![Virginia, Frankfurt]),
        ("chat", omni, vec![Virginia]),
        ("chat", asked("qwen-plus", ""), vec![]),
        ("files.list", "{}".to_owned(), vec![]),
    ] {
        for region in everywhere {
            let rule = decided(operation, &request, Some(region), Action::Refuse).err().map(|refusal| refusal.rule);
            assert_eq!(rule, lacking.contains(&region).then_some("region"), "{operation} {request} {region:?}");
        }
        assert!(decided(operation, &request, None, Action::Refuse).is_ok(), "of a gateway nothing is known");
    }
}

/// A reader must find every rule beside its type.
#[test]
fn every_rule_is_documented_beside_its_type() {
    let types = include_str!("../pkg/src/types/preflight.ts");
    let union = types.split("export type PreflightRule").nth(1).and_then(|rest| rest.split(';').next());
    let mut documented: Vec<&str> = Vec::new();
    for line in types.lines().filter_map(|line| line.trim().strip_prefix("| \"")) {
        documented.push(line.split('"').next().expect("a name"));
    }
    assert!(union.is_some());
    let mut known = names();
    known.sort_unstable();
    documented.sort_unstable();
    assert_eq!(documented, known);
}

#[test]
fn a_refusal_says_what_was_expected_what_was_found_and_what_to_do() {
    for (request, message) in [
        (asked("qwen-plus", r#""temperature":2.5"#), "`temperature` in [0, 2); found 2.5. "),
        (asked("qwen-plus", r#""temperature":"hot""#), "`temperature` in [0, 2); found no number. "),
        (with("qwen-plus", r#"{"role":"user","content":"a"},{"role":"user"}"#, ""), "; found none in messages[1]. "),
        (with("qwen3-vl-plus", &video(3), ""), "; found 3 frames in messages[0]. "),
    ] {
        let refusal = decided("chat", &request, None, Action::Refuse).expect_err(&request);
        let text = refusal.message();
        assert!(text.contains(message) && text.ends_with(refusal.fix), "{text}");
    }
}
