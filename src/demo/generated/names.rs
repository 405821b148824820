//! Names of many places, long and short, Latin and not.

use super::dice::Dice;

/// A drawn name.
pub(super) struct Name {
    pub(super) given: &'static str,
    pub(super) surname: &'static str,
    /// The name in letters that a user principal name may have.
    pub(super) mailbox: String,
    family_first: bool,
}

impl Name {
    /// As it stands in lists: the family name first where that is the custom.
    pub(super) fn display(&self) -> String {
        if self.family_first {
            format!("{}{}", self.surname, self.given)
        } else {
            format!("{} {}", self.given, self.surname)
        }
    }
}

/// A name and its spelling in a mailbox.
type Spelled = (&'static str, &'static str);

/// People whose names go together: given names, surnames.
struct Culture {
    given: &'static [Spelled],
    surnames: &'static [Spelled],
    family_first: bool,
}

const fn culture(given: &'static [Spelled], surnames: &'static [Spelled]) -> Culture {
    Culture {
        given,
        surnames,
        family_first: false,
    }
}

#[rustfmt::skip]
const CULTURES: [(Culture, u32); 9] = [
    (culture(
        &[("Adele", "adele"), ("Allan", "allan"), ("Brenda", "brenda"), ("Carl", "carl"), ("Dora", "dora"), ("Ed", "ed"), ("Fiona", "fiona"),
          ("George", "george"), ("Hannah", "hannah"), ("Ian", "ian"), ("Jill", "jill"), ("Kevin", "kevin"), ("Laura", "laura"), ("Mark", "mark"),
          ("Nina", "nina"), ("Oscar", "oscar"), ("Paula", "paula"), ("Quentin", "quentin"), ("Rosa", "rosa"), ("Steve", "steve")],
        &[("Archer", "archer"), ("Bell", "bell"), ("Carter", "carter"), ("Dunn", "dunn"), ("Ellis", "ellis"), ("Foster", "foster"), ("Grant", "grant"),
          ("Hale", "hale"), ("Irving", "irving"), ("Jennings", "jennings"), ("Knight", "knight"), ("Lowe", "lowe"), ("Mercer", "mercer"), ("Nash", "nash"),
          ("O'Hara", "ohara"), ("Price", "price"), ("Ramsey", "ramsey"), ("Shaw", "shaw"), ("Turner", "turner"), ("Ward", "ward")]), 46),
    (culture(
        &[("Jürgen", "juergen"), ("Sabine", "sabine"), ("Käthe", "kaethe"), ("Lars", "lars"), ("Jörg", "joerg"), ("Ute", "ute")],
        &[("Müller", "mueller"), ("Groß", "gross"), ("Schäfer", "schaefer"), ("Öztürk", "oeztuerk"), ("Brandt", "brandt"), ("Leutheusser-Schnarrenberger", "leutheusser")]), 12),
    (culture(
        &[("Łukasz", "lukasz"), ("Agnieszka", "agnieszka"), ("Żaneta", "zaneta"), ("Grzegorz", "grzegorz")],
        &[("Żak", "zak"), ("Wójcik", "wojcik"), ("Szczęsny", "szczesny"), ("Brzęczyszczykiewicz", "brzeczyszczykiewicz")]), 9),
    (culture(
        &[("José", "jose"), ("María de los Ángeles", "maria"), ("Íñigo", "inigo"), ("Lucía", "lucia")],
        &[("Nuñez", "nunez"), ("García y Fernández de Córdoba", "garcia"), ("Ibáñez", "ibanez"), ("Peña", "pena")]), 9),
    (Culture { family_first: true, ..culture(
        &[("小明", "xiaoming"), ("伟", "wei"), ("秀英", "xiuying"), ("芳", "fang")],
        &[("王", "wang"), ("李", "li"), ("欧阳", "ouyang"), ("陈", "chen")]) }, 7),
    (Culture { family_first: true, ..culture(
        &[("花子", "hanako"), ("太郎", "taro"), ("さくら", "sakura")],
        &[("佐藤", "sato"), ("小鳥遊", "takanashi"), ("鈴木", "suzuki")]) }, 5),
    (culture(
        &[("فادي", "fadi"), ("ليلى", "layla"), ("عبد الرحمن", "abdulrahman")],
        &[("فاخوري", "fakhouri"), ("حداد", "haddad"), ("المصري", "almasri")]), 5),
    (culture(
        &[("Ольга", "olga"), ("Дмитрий", "dmitri"), ("Світлана", "svitlana")],
        &[("Щербакова", "shcherbakova"), ("Шевченко", "shevchenko"), ("Ильин", "ilyin")]), 4),
    // Combining marks, and letters that join.
    (culture(
        &[("Zoe\u{308}", "zoe"), ("प्रिया", "priya"), ("Nguye\u{302}\u{303}n", "nguyen")],
        &[("Nun\u{303}ez", "nunez"), ("शर्मा", "sharma"), ("Tra\u{302}\u{300}n", "tran")]), 3),
];

/// Draws a name.
pub(super) fn draw(dice: &mut Dice) -> Name {
    let culture = dice.weighted(&CULTURES);
    let (given, given_mailbox) = *dice.one_of(culture.given);
    let (surname, surname_mailbox) = *dice.one_of(culture.surnames);
    Name {
        given,
        surname,
        mailbox: format!("{given_mailbox}.{surname_mailbox}"),
        family_first: culture.family_first,
    }
}
