import CenterProtocol
import CommandLineFront
import FileSystem
import LicenseBinding
import LicenseStore
import VerdictText

/// Whom kits were sold to, as it was given here before: `licensees/<registration number>.json`.
struct Licensees {
    private let folder: Folder

    init(in store: LicenseStore) {
        folder = store.own.folder("licensees")
    }

    /// What was given before, if it can be read.
    func known(_ registration: RegistrationNumber) -> LicenseeData? {
        guard let file = try? folder.read("\(registration).json", atMost: LicenseeData.limit) else {
            return nil
        }
        return try? LicenseeData(Claims(parsing: file))
    }

    func data(of registration: RegistrationNumber, from named: String?) throws -> LicenseeData {
        let path = named ?? folder.path(of: "\(registration).json")
        guard named != nil || NamedFile.exists(path) else {
            throw CommandFailure(
                "whom was the kit \(registration) sold to? Name a file by --licensee-file: "
                    + #"{"name": "…", "country": "…"}"#)
        }
        return try LicenseeData(file: path)
    }

    /// Keeps whose a kit is now.
    func transfer(_ request: JSONObject) {
        var request = request
        request["licensee"] = request["newLicensee"]
        remember(of: request)
    }

    /// Keeps whom an activation was for.
    func remember(of request: JSONObject) {
        let claims = Claims(request)
        // A request of another kind tells nobody.
        guard let licensee = try? claims.optional("licensee", LicenseeData.init),
            let text = try? claims.string("registration"),
            let registration = RegistrationNumber(text)
        else { return }
        remember(licensee, of: registration)
    }

    /// What cannot be kept is asked for again.
    func remember(_ licensee: LicenseeData, of registration: RegistrationNumber) {
        do throws(FileError) {
            try folder.create(mode: 0o700)
            try folder.replace("\(registration).json", with: licensee.json.file, mode: 0o600)
        } catch {
            Console.note("the licensee's data was not kept for the next time: \(error.text)")
        }
    }
}
