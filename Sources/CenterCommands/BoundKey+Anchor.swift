import CommandLineFront
import FileSystem
import Foundation
import HardwareKeys
import KeyAttestation
import LicenseBinding
import VerdictText

extension PublisherHome {
    /// A key that a license is to be bound to.
    /// - Parameter text: a key ID, or the enrollment file of a FIDO2 key.
    func boundKey(
        _ text: String, role: BoundKey.Role, minimum: Assurance, now: Date
    ) throws -> BoundKey {
        guard KeyID(text) == nil, NamedFile.exists(text) else {
            let id = try KeyID.anchor(text)
            guard id.assurance >= minimum else {
                throw CommandFailure(
                    "\(id.text) is \(id.assurance.text). That is less than the least that this "
                        + "license demands, \(minimum.text). Enroll a FIDO2 key: "
                        + "keybound keys enroll")
            }
            return BoundKey(id: id, role: role)
        }
        return BoundKey(try credential(enrolledIn: text, now: now), role: role)
    }

    /// Verifies all that the site has verified once more, by this publisher's own policy.
    private func credential(enrolledIn path: String, now: Date) throws -> KeyCredential {
        let enrollment = try Enrollment(file: path)
        guard enrollment.root == (try publisher().key.thumbprint) else {
            throw CommandFailure("\(path) is the enrollment of a key for another publisher")
        }
        let policy = try attestationPolicy()
        do throws(EnrollmentDefect) {
            let attestation = try enrollment.verified()
            try policy.accept(attestation, at: now)
            return attestation.credential
        } catch {
            throw CommandFailure("\(path): this key is not taken: \(error.text)")
        }
    }
}

extension KeyID {
    /// The ID of a key that a license can be bound to.
    static func anchor(_ text: String) throws -> KeyID {
        if let model = sentinelModel(text) {
            throw CommandFailure(
                "\(text): a HASP or Sentinel key (\(model)) shows no ID on the USB bus, so it cannot "
                    + "be told from another one; its ID is the number that its maker's run-time "
                    + "tells: hasp:<number>; a HASP HL Basic has none")
        }
        guard let id = KeyID(text) else {
            if text.hasPrefix("hasp:") { throw haspFailure(text) }
            throw CommandFailure(
                "\(text) is no key ID; expected usb:VVVV-PPPP:<serial> or hasp:<number>, "
                    + "as keybound keys list shows it, or the file of a FIDO2 key's enrollment")
        }
        if case .fido2 = id {
            throw CommandFailure(
                "\(text): a FIDO2 key is bound by its enrollment, not by its ID alone: "
                    + "keybound keys enroll -o FILE")
        }
        return id
    }

    private static func haspFailure(_ text: String) -> CommandFailure {
        let number = text.dropFirst("hasp:".count)
        if number.contains("0"), number.allSatisfy({ $0 == "0" || $0 == "x" }) {
            return CommandFailure(
                "\(text): 0 stands for a key without an ID of its own (HASP HL Basic). It cannot be "
                    + "told from another of its model, so no license can be bound to it.")
        }
        return CommandFailure(
            "\(text) is no key ID; expected the key's number, in decimal digits (hasp:978493417) or "
                + "as its label has it, in hexadecimal ones (hasp:0x3A529FE9)")
    }

    /// The catalog's name of the HASP or Sentinel model that a text names as a USB device.
    private static func sentinelModel(_ text: String) -> String? {
        let plain = text.hasPrefix("usb:") ? String(text.dropFirst(4)) : text
        let numbers = plain.prefix(9).split(whereSeparator: { $0 == ":" || $0 == "-" })
        guard numbers.count == 2, let vendor = USBNumber.value(numbers[0]),
            let product = USBNumber.value(numbers[1])
        else { return nil }
        let entry = KeyCatalog.builtIn.licenseKey(USBModel(vendorID: vendor, productID: product))
        return entry.flatMap { $0.driver == .sentinel ? $0.name : nil }
    }
}
