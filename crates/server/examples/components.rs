//! Prints one page that shows every component through the layout, to be looked at and checked for accessibility:
//! `cargo run -p server --example components -- FOLDER` writes `components.html` and the files it asks for there.
#![expect(clippy::print_stdout, reason = "an example says where it put its page")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use askama::Template;
use server::assets;
use server::govuk::*;

#[derive(Template)]
#[template(path = "components.html")]
struct ComponentsPage {
    layout: Layout,
    tabs: Tabs,
    pages: Pagination,
    next_part: Pagination,
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder to write to")?);
    let page = ComponentsPage {
        layout: Layout {
            setting_name: Some("Example Academy".to_owned()),
            signed_in: Some(SignedIn {
                name: "Ash Example".to_owned(),
                role: "Designated safeguarding lead".to_owned(),
            }),
            nav: vec![
                NavItem::new("/", "To do").active(true),
                NavItem::new("/cases", "Cases"),
                NavItem::new("/guidance", "Guidance"),
            ],
            demo: true,
            exit_to: Some("https://www.bbc.co.uk/weather".to_owned()),
            ..Layout::new("Every component")
        },
        tabs: Tabs::new([
            ("one", "One", Html::paragraphs("First part")),
            ("two", "Two", Html::paragraphs("Second part")),
        ]),
        pages: Pagination::pages(4, 9, |page| format!("/cases?page={page}")),
        next_part: Pagination::around(None, Some(("/next".to_owned(), "Children".to_owned()))),
    };
    fs::create_dir_all(folder.join("assets"))?;
    for asset in assets::ALL {
        fs::write(folder.join("assets").join(asset.file), asset.plain)?;
    }
    let file = folder.join("components.html");
    fs::write(&file, page.render()?)?;
    println!("{}", file.display());
    Ok(())
}
