import CenterProtocol
import CommandLineFront
import FileSystem
import Foundation
import LicenseBinding
import LicenseStore
import VerdictText

/// What this site knows of its kits' PINs: `pins/<registration number>.json`, places, states and computers, and of the
/// digits of those that were used here the last three, by which a person finds the line of the sheet.
struct PINLedger {
    private static let (limit, shown) = (4 << 20, 3)

    private let folder: Folder

    init(in store: LicenseStore) {
        folder = store.own.folder("pins")
    }

    /// The last digits of a PIN.
    static func end(of pin: PIN) -> String {
        String(decoding: pin.digits.suffix(shown), as: UTF8.self)
    }

    /// A PIN was used here for a license.
    /// - Parameter end: its last digits, where they are known.
    func used(_ place: LicenseGrant.Place, endingIn end: String?, at time: Date) {
        var known = entries(of: place.registration)
        for index in known.indices
        where known[index]["workplace"] == .integer(Int64(place.workplace))
            && known[index]["state"] == .string(PINState.active.rawValue)
        {
            known[index]["state"] = .string(PINState.superseded.rawValue)
        }
        let entry = PINReport.Entry(
            workplace: place.workplace, position: place.position, state: .active,
            computer: CenterOptions.computer, since: time)
        put(entry, endingIn: end, in: &known)
        keep(known, of: place.registration)
    }

    /// A PIN was given to this site.
    func got(_ pin: PIN, _ place: LicenseGrant.Place) {
        var known = entries(of: place.registration)
        let entry = PINReport.Entry(
            workplace: place.workplace, position: place.position, state: .unused, computer: nil,
            since: nil)
        put(entry, endingIn: Self.end(of: pin), in: &known)
        keep(known, of: place.registration)
    }

    /// The center told the states of all.
    func took(_ report: PINReport) {
        var known = entries(of: report.registration)
        for entry in report.entries { put(entry, endingIn: nil, in: &known) }
        keep(known, of: report.registration)
    }

    private func put(_ entry: PINReport.Entry, endingIn end: String?, in known: inout [JSONObject])
    {
        let place = known.firstIndex { other in
            other["workplace"] == .integer(Int64(entry.workplace))
                && other["position"] == .string(entry.position.rawValue)
        }
        let digits = end.map { .string($0) } ?? place.flatMap { known[$0]["lastDigits"] }
        var json = entry.json
        json["lastDigits"] = digits
        if let place { known[place] = json } else { known.append(json) }
    }

    private func entries(of registration: RegistrationNumber) -> [JSONObject] {
        // A ledger that is not there or cannot be read begins anew: it decides nothing.
        guard let file = try? folder.read("\(registration).json", atMost: Self.limit),
            let pins = try? Claims(parsing: file).list("pins")
        else { return [] }
        return pins.map(\.object)
    }

    private func keep(_ entries: [JSONObject], of registration: RegistrationNumber) {
        let json = JSONObject([
            "registration": .string(registration.description),
            "pins": .array(entries.map { .object($0) }),
        ])
        do throws(FileError) {
            try folder.create(mode: 0o700)
            try folder.replace("\(registration).json", with: json.file, mode: 0o600)
        } catch {
            Console.note("the PIN ledger was not kept: \(error.text)")
        }
    }
}
