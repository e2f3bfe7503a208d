import CommandLineFront
import HASP
import HardwareKeys
import LicenseBinding
import USBBus

extension HardwareKey {
    /// The key as `keys list` and `keys watch` show it to scripts.
    var json: JSONObject {
        JSONObject([
            "id": .optional(id?.description),
            "ids": ids.count > 1 ? .array(ids.map { .string($0.description) }) : nil,
            "vendorID": .string(USBNumber.text(device.vendorID)),
            "productID": .string(USBNumber.text(device.productID)),
            "maker": .optional(entry?.maker ?? device.manufacturer),
            "model": .optional(toldModel ?? entry?.name ?? device.product),
            "aaguid": model.map { .string($0.description) },
            "serial": .optional(device.serialNumber),
            "hexadecimal": id?.hexadecimal.map { .string($0) },
            "port": places.isEmpty ? .string(device.port.description) : .null,
            "ports": places.isEmpty ? nil : .strings(places.map(\.description)),
            "presenceFrom": isSentinel ? .string(isSeenByUSB ? "usb" : "runtime") : nil,
            "confirmed": isSentinel ? .bool(isConfirmed) : nil,
            "assurance": .optional(assurance?.rawValue), "state": .string(state.rawValue),
            "reason": .optional(reason),
        ])
    }

    /// The key for people: its ID, or what it looks like and why it shows none.
    var text: String {
        guard ids.isEmpty else { return ids.map(\.text).joined(separator: ", ") }
        return "\(name) at \(place) without a readable ID (\(state.rawValue))"
    }

    /// Whether the bus alone says that a HASP or Sentinel key is there: no other one is.
    private var isSeenByUSB: Bool { places.isEmpty && state == .ready }

    /// Who says that a HASP or Sentinel key is there.
    var presence: String? {
        guard isSentinel, state == .ready else { return nil }
        let source =
            isSeenByUSB
            ? "told by the USB bus: it is the only one"
            : "told by the run-time: of several it does not say which is in which port"
        return source
            + (isConfirmed ? "; its engine answered through the publisher's library" : "")
    }

    /// Why the key is not ready, and what would mend it.
    var reason: String? {
        guard state != .ready else { return nil }
        let details = [problem?.text ?? device.problem?.text, reset.text].compactMap(\.self)
        guard !details.isEmpty else { return sentence }
        return "\(sentence) (\(details.joined(separator: "; ")))"
    }
}

extension HardwareKey {
    /// What its state means and what would mend it; it differs where others tell of the key.
    var sentence: String {
        guard isSentinel else { return state.sentence }
        return switch state {
        case .anonymous: KeyState.anonymousModel
        case .noAccess: "The key does not work for this user on this computer."
        case .busy: "The key did not answer: plug it out and in, or restart the run-time."
        case .duplicateID where ids.count == 1 && places.isEmpty:
            "The key's own check says that it is a copy."
        case .needsRuntime: untold
        case .ready, .unenrolled, .duplicateID: state.sentence
        }
    }

    /// What would make its ID known.
    private var untold: String {
        guard case .sentinel(let problems) = problem, let first = problems.first else {
            return state.sentence
        }
        let meanwhile =
            " Meanwhile a spare key of the license takes its place, or the publisher binds the license "
            + "to a FIDO2 key or to this computer."
        switch first {
        case .crowded, .doubtful:
            return
                "Whether it is this key that is plugged in is not known: look again in a few seconds. "
                + "If it stays so, the publisher's library can tell (README, HASP and Sentinel keys)."
        case .runtime(.unreachable, _), .runtime(.silent, _): return state.sentence + meanwhile
        case .runtime:
            return "Only its maker's run-time knows its ID, and could not be asked." + meanwhile
        case .untold:
            return "The maker's run-time does not tell its ID: plug it out and in, or restart the "
                + "run-time (sudo systemctl restart aksusbd)." + meanwhile
        case .library, .check:
            return "The publisher's library does not tell its ID." + meanwhile
        }
    }
}

extension DeviceReset {
    fileprivate var text: String? {
        switch self {
        case .notTried: nil
        case .done: "it was reset"
        case .failed(let error): "it could not be reset: \(error.text)"
        }
    }
}

extension KeyState {
    var sentence: String {
        switch self {
        case .ready: "The key is ready."
        case .needsRuntime:
            "A HASP or Sentinel key: only its maker's run-time knows its ID. Get the Sentinel LDK "
                + "run-time (aksusbd) from the program's publisher or from Thales "
                + "(cpl.thalesgroup.com, Sentinel drivers), install it, and look again."
        case .unenrolled:
            "A FIDO2 key that is not known here; to let licenses be bound to it: "
                + "keybound keys enroll"
        case .anonymous:
            "The key shows no serial number, so it cannot be told from another of its model, "
                + "and no license can be bound to it."
        case .noAccess:
            "This user may not open the key: install the udev rule (keybound keys udev-rules), "
                + "join the group keybound, and plug the key in again; keybound doctor tells "
                + "which of these is missing, or what else."
        case .busy: "The key does not answer: another program uses it, or it has to be replugged."
        case .duplicateID:
            "Two devices show this ID: one of them is a copy. Licenses bound to it are refused."
        }
    }
}

extension KeyState {
    /// HASP HL Basic and others without a number of their own.
    fileprivate static let anonymousModel =
        "A key of this model (HASP HL Basic) has no ID of its own, so it cannot be told from another "
        + "of its model, and no license can be bound to it."
}
