//! Regions: their hosts, and which of them an address is.

use qwen_edge::call::region::{Region, base};

#[test]
fn regions_have_the_hosts_of_the_reference() {
    for (name, workspace, host) in [
        ("cn-beijing", None, "dashscope.aliyuncs.com"),
        ("singapore", None, "dashscope-intl.aliyuncs.com"),
        ("virginia", None, "dashscope-us.aliyuncs.com"),
        ("cn-hongkong", None, "cn-hongkong.dashscope.aliyuncs.com"),
        ("finance", None, "dashscope-finance.aliyuncs.com"),
        ("beijing", Some("ws-1"), "ws-1.cn-beijing.maas.aliyuncs.com"),
        ("frankfurt", Some("ws-1"), "ws-1.eu-central-1.maas.aliyuncs.com"),
        ("ap-northeast-1", Some("ws-1"), "ws-1.ap-northeast-1.maas.aliyuncs.com"),
    ] {
        let address = base(name, workspace).expect(name);
        assert_eq!(address, format!("https://{host}/compatible-mode/v1"));
        assert_eq!(Region::of(&address).is_some(), name != "finance", "{name}");
    }
    for (name, workspace) in [("frankfurt", None), ("tokyo", None), ("mars", None), ("finance", Some("ws-1"))] {
        assert!(base(name, workspace).is_err(), "{name}");
    }
    for workspace in ["", "a.b", "evil.com/", "a@b", "a:b", "我"] {
        assert!(base("beijing", Some(workspace)).is_err(), "{workspace}");
    }
}

#[test]
fn a_region_is_known_by_the_services_own_hosts_alone() {
    for (address, name) in [
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "cn-beijing"),
        ("https://batch.dashscope.aliyuncs.com/compatible-mode/v1", "cn-beijing"),
        ("https://token-plan.ap-southeast-1.maas.aliyuncs.com/compatible-mode/v1", "ap-southeast-1"),
        ("https://ws-1.eu-central-1.maas.aliyuncs.com", "eu-central-1"),
    ] {
        assert_eq!(Region::of(address).map(Region::name), Some(name));
    }
    for address in [
        "/v1",
        "https://gateway.example/v1",
        "https://dashscope.aliyuncs.com.example/v1",
        "https://gateway.example/dashscope.aliyuncs.com/v1",
        "https://x-eu-central-1.maas.aliyuncs.com/v1",
        "http://dashscope.aliyuncs.com/v1",
        "https://dashscope-finance.aliyuncs.com/compatible-mode/v1",
        "",
    ] {
        assert_eq!(Region::of(address), None, "{address}");
    }
}
