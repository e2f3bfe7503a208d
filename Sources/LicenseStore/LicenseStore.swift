package import FileSystem

/// The licenses of a computer or a user and what was learned about them, as plain files.
///
/// | folder | content |
/// | --- | --- |
/// | `licenses` | `<license ID>.lic`; every `.lic` file counts, whatever its name |
/// | `removed` | licenses that were removed: what they replaced stays replaced |
/// | `publishers` | the roots that are trusted, `<thumbprint>.jwk` |
/// | `catalogs` | what each publisher lets its sites know, as `<root thumbprint>.jwt` |
/// | `revocations` | the newest list of each publisher |
/// | `machines` | the computer as it was when a license was installed |
/// | `sightings` | when the keys of a license with a start grace were last seen |
/// | `enrollments` | what FIDO2 keys made at their enrollment, `fido2-<thumbprint>.json` |
/// | `licensees` | whom kits were sold to, as it was given here |
/// | `pins` | what is known of kits' PINs by their places |
/// | `requests` | requests to a center that wait for their answers |
/// | `counters` | the last signature counter that each FIDO2 key has shown |
/// | `seats` | seats that were claimed by a command, or borrowed |
/// | `clock.json` | the highest time that is certain |
///
/// Files are written whole or not at all. A file that cannot be read is reported by its name and
/// hides no other.
package struct LicenseStore: Sendable {
    /// The folder that is written, and read first.
    package let own: Folder
    /// Folders that are read as well.
    package let shared: [Folder]

    package init(own: Folder, alsoReading shared: [Folder] = []) {
        self.own = own
        self.shared = shared
    }

    var all: [Folder] { [own] + shared }
}
