//! Chinese: one form for traditional, simplified, regional and print variants, one scalar value for one.

use std::collections::HashMap;
use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use unicode_script::{Script, UnicodeScript};

/// Print variants that OpenCC does not hold: pairs of one as printed and one as searched.
/// Old-shape (jiu zixing) and common variant characters of block prints; source: Unihan kZVariant and kSemanticVariant.
const PRINT: &str = "\
    眞真 靑青 淸清 敎教 吿告 戶户 戸户 內内 彥彦 靜静 髙高 囬回 囘回 㑹会 畧略 刧劫 旣既 卽即 鄕乡 錄录 祿禄 稅税 說说 脫脱 \
    悅悦 閱阅 尙尚 黃黄 橫横 爲为 緖绪 徳德 羣群 峯峰 嶽岳 逈迥 冩写 寳宝 寶宝 關关 関关 舘馆 畫画 畵画 觧解 隂阴 陰阴 強强 \
    涼凉 況况 決决 減减 淨净 凈净 啓启 啟启 衆众 眾众 竒奇 歴历 暦历 荘庄 荅答 㓜幼 冝宜 宮宫 呂吕 吳吴 呉吴 娛娱 悞误 兪俞 \
    歲岁 歳岁 飮饮 飲饮 尓尔 彌弥 絶绝 絕绝 緣缘 縁缘 鷄鸡 雞鸡 牀床 裏里 裡里 甞尝 嘗尝 嚐尝 覩睹 歎叹 嘆叹 鴈雁 遊游 蹟迹 \
    跡迹 徧遍 僊仙 仚仙 昬昏 凖准 栢柏 桒桑 欝郁 潛潜 煙烟 盃杯 矦侯 礮炮 砲炮 窻窗 窓窗 牕窗 粧妆 糓谷 綉绣 繍绣 罸罚 羗羌 \
    聦聪 聰聪 膓肠 舩船 蔥葱 蘓苏 蘇苏 虗虚 虛虚 蝨虱 讃赞 賔宾 賛赞 辝辞 辤辞 迯逃 邉边 辺边 鎻锁 鐡铁 閙闹 隣邻 鄰邻 餙饰 \
    飱飧 騐验 驗验 験验 鬦斗 鬬斗 鬪斗 龝秋 龜龟 亀龟 齊齐";

/// Whether a folded character is a token of its own: a Chinese character or kana.
pub fn stands_alone(scalar: char) -> bool {
    matches!(scalar, '々' | '〇' | 'ー' | '〻')
        || matches!(scalar.script(), Script::Han | Script::Hiragana | Script::Katakana)
            && scalar.is_alphanumeric()
}

/// The form a Chinese character is searched by; any other character as it is.
pub fn simplified(scalar: char) -> char {
    if scalar < '\u{3400}' {
        return scalar;
    }
    table().get(&scalar).copied().unwrap_or(scalar)
}

/// The blocks of ideographs, compatibility ones excepted: NFKC has taken those away already.
const IDEOGRAPHS: [std::ops::RangeInclusive<char>; 4] =
    ['\u{3400}'..='\u{4DBF}', '\u{4E00}'..='\u{9FFF}', '\u{20000}'..='\u{2FA1F}', '\u{30000}'..='\u{323AF}'];

/// Only what changes, made once at the first Chinese character.
fn table() -> &'static HashMap<char, char> {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = HashMap::new();
        for config in [BuiltinConfig::T2s, BuiltinConfig::Tw2s, BuiltinConfig::Hk2s] {
            add(&mut table, config);
        }
        for pair in PRINT.split(' ') {
            let mut pair = pair.chars();
            if let (Some(printed), Some(searched)) = (pair.next(), pair.next()) {
                table.insert(printed, searched);
            }
        }
        settle(&table)
    })
}

/// Adds what a converter of OpenCC makes of each ideograph alone. Ideographs stand in lines of their own, so no phrase of its tables can match.
fn add(table: &mut HashMap<char, char>, config: BuiltinConfig) {
    // The tables are part of the executable. Were they not to load, Chinese is searched as written.
    let Ok(converter) = OpenCC::from_config(config) else { return };
    for block in IDEOGRAPHS {
        let mut lines = String::new();
        for scalar in block.clone() {
            lines.push(scalar);
            lines.push('\n');
        }
        for (scalar, line) in block.zip(converter.convert(&lines).lines()) {
            let mut converted = line.chars();
            if let (Some(one), None) = (converted.next(), converted.next())
                && one != scalar
            {
                table.entry(scalar).or_insert(one);
            }
        }
    }
}

/// Follows each chain of conversions to its end, so that folding twice is folding once. Of a circle the lowest character stands.
fn settle(table: &HashMap<char, char>) -> HashMap<char, char> {
    let mut settled = HashMap::with_capacity(table.len());
    for &start in table.keys() {
        let mut way = vec![start];
        let mut end = start;
        while let Some(&next) = table.get(&end) {
            if let Some(again) = way.iter().position(|&seen| seen == next) {
                end = way[again..].iter().copied().min().unwrap_or(next);
                break;
            }
            way.push(next);
            end = next;
        }
        if end != start {
            settled.insert(start, end);
        }
    }
    settled
}

#[cfg(test)]
mod tests {
    use super::simplified;

    #[test]
    fn traditional_regional_and_print_variants_become_one() {
        for (written, searched) in [
            ("傳", "传"),
            ("爲為", "为为"),
            ("裏裡", "里里"),
            ("眞真", "真真"),
            ("著", "着"),
            ("太宗", "太宗"),
        ] {
            assert_eq!(written.chars().map(simplified).collect::<String>(), searched);
        }
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for (&from, &to) in super::table() {
            assert_eq!(simplified(to), to, "{from} becomes {to}");
        }
    }
}
