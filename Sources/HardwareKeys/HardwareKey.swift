package import LicenseBinding
package import USBBus

/// A license key that is plugged in.
package struct HardwareKey: Hashable, Sendable {
    /// Of several that a FIDO2 key answers to, the first.
    package let id: KeyID?
    package let device: USBDevice
    /// What the catalog says of it; nothing for FIDO2 keys, which need not be known.
    package let entry: CatalogEntry?
    package let assurance: Assurance?
    package private(set) var state: KeyState
    /// What went wrong when the key was asked.
    package private(set) var problem: KeyProblem?
    package let reset: DeviceReset
    /// Whether it is a FIDO2 key.
    package let provesItself: Bool
    /// The model that a FIDO2 key says it is.
    package let model: AAGUID?
    /// What a FIDO2 key signed.
    package let answers: [CredentialAnswer]
    /// The model of a HASP or Sentinel key, as the run-time calls it.
    package let toldModel: String?
    /// Whether the own engine of a HASP or Sentinel key answered, through the publisher's library.
    package private(set) var isConfirmed: Bool
    /// Of several HASP and Sentinel keys, the ports that it may be in; the run-time does not say which.
    package private(set) var places: [USBPortPath] = []

    init(
        _ device: USBDevice, _ entry: CatalogEntry?, _ sighting: KeySighting,
        places: [USBPortPath] = []
    ) {
        self.device = device
        self.entry = entry
        id = sighting.id
        assurance = sighting.id?.assurance
        state = sighting.state
        problem = sighting.problem
        reset = sighting.reset
        provesItself = sighting.provesItself
        model = sighting.model
        answers = sighting.answers
        toldModel = sighting.toldModel
        isConfirmed = sighting.isConfirmed
        self.places = places
    }

    /// Maker and model, for people.
    package var name: String {
        guard let entry else {
            let told = [device.manufacturer, device.product].compactMap(\.self)
            return told.isEmpty ? "FIDO2 key" : told.joined(separator: " ")
        }
        return "\(entry.maker) \(toldModel ?? entry.name)"
    }

    /// Whether it is a HASP or Sentinel key, whose ID others tell.
    package var isSentinel: Bool { entry?.driver == .sentinel }

    /// The port that it is in, or those of which the run-time does not say which.
    package var place: String {
        places.isEmpty
            ? device.port.description : places.map(\.description).joined(separator: " or ")
    }

    /// All IDs that it has: a FIDO2 key has one for each enrollment.
    package var ids: [KeyID] { provesItself ? answers.ids : id.map { [$0] } ?? [] }

    /// What a FIDO2 key signed by this credential, rightly or not.
    package func answer(by credential: KeyCredential) -> CredentialAnswer? {
        answers.first { $0.credential.isSame(as: credential) }
    }

    /// What a FIDO2 key signed as the key of this ID, rightly or not.
    package func answer(as id: KeyID) -> CredentialAnswer? {
        answers.first { $0.credential.keyID == id }
    }
}

extension HardwareKey {
    func with(_ state: KeyState) -> HardwareKey {
        var key = self
        key.state = state
        return key
    }

    /// The same as one that may have been pulled, or not.
    var inDoubt: HardwareKey {
        var key = with(.needsRuntime)
        key.problem = .sentinel([.doubtful])
        key.isConfirmed = false
        return key
    }

    /// Whether both are one key as far as can be told: by ID in any port and with any product
    /// number, and without one by model and port.
    func isSame(as other: HardwareKey) -> Bool {
        guard id == nil, other.id == nil else { return id == other.id }
        return USBModel(of: device) == USBModel(of: other.device)
            && device.port == other.device.port
    }

    /// Whether one that shows no ID may be the other.
    func isSameKind(as other: HardwareKey?) -> Bool {
        provesItself && other?.provesItself == true || isSentinel && other?.isSentinel == true
    }

    /// Whether there is nothing new to tell; the address changes with every plug.
    func looksLike(_ other: HardwareKey) -> Bool {
        isSame(as: other) && state == other.state && device.port == other.device.port
            && USBModel(of: device) == USBModel(of: other.device) && places == other.places
    }
}
