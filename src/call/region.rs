//! Regions and their hosts (reference 1.1): where a key works, and what can be had there.

use crate::bytes::joined;
use crate::error::Error;

/// A region whose abilities the reference tells. The finance cloud is none: nothing is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// The one with every feature.
    Beijing,
    /// International.
    Singapore,
    /// The US.
    Virginia,
    /// Hong Kong.
    HongKong,
    /// Germany: workspace hosts only.
    Frankfurt,
    /// Japan: workspace hosts only.
    Tokyo,
}

/// A region, its name, its city, and the host that all workspaces share, where there is one.
const REGIONS: [(Region, &str, &str, Option<&str>); 6] = [
    (Region::Beijing, "cn-beijing", "beijing", Some("dashscope.aliyuncs.com")),
    (Region::Singapore, "ap-southeast-1", "singapore", Some("dashscope-intl.aliyuncs.com")),
    (Region::Virginia, "us-east-1", "virginia", Some("dashscope-us.aliyuncs.com")),
    (Region::HongKong, "cn-hongkong", "hongkong", Some("cn-hongkong.dashscope.aliyuncs.com")),
    (Region::Frankfurt, "eu-central-1", "frankfurt", None),
    (Region::Tokyo, "ap-northeast-1", "tokyo", None),
];

/// How the hosts of workspaces go on after the region's name.
const WORKSPACES: &str = ".maas.aliyuncs.com";

/// The finance cloud's host.
const FINANCE: &str = "dashscope-finance.aliyuncs.com";

/// The path of the compatible mode.
const COMPATIBLE: &str = "/compatible-mode/v1";

impl Region {
    /// The name that stands in a workspace's host.
    #[must_use]
    pub fn name(self) -> &'static str {
        REGIONS.iter().find(|(region, ..)| *region == self).map_or("", |(_, name, ..)| name)
    }

    /// The region that answers at a base address of the service's own; none for a gateway, a proxy or a test, of which
    /// nothing is known.
    #[must_use]
    pub fn of(base: &str) -> Option<Self> {
        let host = base.as_bytes().strip_prefix(b"https://")?.split(|&byte| byte == b'/').next()?;
        // Batch Chat has a host of its own, in Beijing (reference 16.7).
        let host = host.strip_prefix(b"batch.").unwrap_or(host);
        let found = REGIONS.iter().find(|(_, name, _, shared)| {
            shared.is_some_and(|shared| shared.as_bytes() == host)
                || host.ends_with(joined(&[".", name, WORKSPACES]).as_bytes())
        });
        found.map(|(region, ..)| *region)
    }
}

/// The compatible-mode base address of a region, of a workspace's host where one is given.
///
/// # Errors
/// A usage error for an unknown region, for one that has workspace hosts only, and for a workspace that would lead elsewhere.
pub fn base(name: &str, workspace: Option<&str>) -> Result<String, Error> {
    if name == "finance" && workspace.is_none() {
        return Ok(address(FINANCE));
    }
    let Some((_, name, _, shared)) = REGIONS.iter().find(|(_, known, city, _)| *known == name || *city == name) else {
        return Err(Error::usage(
            "Unknown region. Known: cn-beijing, ap-southeast-1, us-east-1, eu-central-1, ap-northeast-1, cn-hongkong; and, without a workspace, finance.",
        ));
    };
    match (workspace, shared) {
        (Some(workspace), _) => Ok(address(&joined(&[label(workspace)?, ".", name, WORKSPACES]))),
        (None, Some(shared)) => Ok(address(shared)),
        (None, None) => Err(Error::usage("This region needs `workspace`: the WorkspaceId that the console shows.")),
    }
}

fn address(host: &str) -> String {
    joined(&["https://", host, COMPATIBLE])
}

/// A workspace as the label of a host: anything else could send the key to another's.
fn label(workspace: &str) -> Result<&str, Error> {
    let plain = workspace.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain && (1..=63).contains(&workspace.len()) {
        Ok(workspace)
    } else {
        Err(Error::usage("A workspace is an id that the console shows: letters, digits and '-'."))
    }
}
