/// The statuses of the HASP API, by the names and numbers of its public documentation.
package enum HASPStatus: UInt32, CaseIterable, Sendable {
    case ok = 0
    case memoryRange = 1
    case insufficientMemory = 3
    case tooManyOpenFeatures = 4
    case accessDenied = 5
    case keyNotFound = 7
    case tooShort = 8
    case invalidHandle = 9
    case oldDriver = 11
    case noTime = 12
    case systemError = 13
    case noDriver = 14
    case invalidFormat = 15
    case requestNotSupported = 16
    case keyIDNotFound = 18
    case invalidUpdateCounter = 21
    case invalidVendorCode = 22
    case encryptionNotSupported = 23
    case invalidTime = 24
    case noBatteryPower = 25
    case terminalServerDetected = 27
    case invalidSignature = 30
    case featureNotFound = 31
    case localCommunicationError = 33
    case unknownVendorCode = 34
    case invalidScope = 36
    case tooManyKeys = 37
    case tooManyUsers = 38
    case brokenSession = 39
    case remoteCommunicationError = 40
    case featureExpired = 41
    case oldLicenseManager = 42
    case deviceError = 43
    case updateBlocked = 44
    case timeError = 45
    case secureChannelError = 46
    case storageCorrupt = 47
    case noVendorLibrary = 48
    case invalidVendorLibrary = 49
    case scopeResultsEmpty = 50
    case virtualMachineDetected = 51
    case hardwareModified = 52
    case userDenied = 53
    case updateTooOld = 54
    case updateTooNew = 55
    case oldVendorLibrary = 56
    case invalidRecipient = 58
    case invalidDetachAction = 59
    case tooManyProducts = 60
    case invalidProduct = 61
    case unknownRecipient = 62
    case invalidDuration = 63
    case cloneDetected = 64
    case updateAlreadyAdded = 65
    case keyInactive = 66
    case noDetachableFeature = 67
    case tooManyHosts = 68
    case rehostNotAllowed = 69
    case licenseRehosted = 70
    case rehostAlreadyApplied = 71
    case detachDisabled = 74
    case detachedLicenseFound = 76
    case secureStoreMismatch = 78
    case duplicateHostName = 79
    case noLibraryForVendor = 400
    case invalidLibraryForVendor = 401

    /// What a status says of a key.
    package enum Meaning: Sendable {
        case done
        /// The key is not there.
        case absent
        /// The key is there, and does not work for this user, on this computer, or any more.
        case forbidden
        /// The key or the run-time does not answer now, and may a little later.
        case disturbed
        /// The maker's run-time is missing or too old.
        case runtime
        /// The vendor code or the library is not the one for these keys.
        case wrongLibrary
        /// The key works and cannot do this.
        case unsupported
        /// The copy of a key.
        case copied
        /// Nothing that was asked for can have this status.
        case unexpected
    }

    package var meaning: Meaning {
        switch self {
        case .ok: .done
        case .keyNotFound, .keyIDNotFound, .scopeResultsEmpty: .absent
        case .accessDenied, .userDenied, .terminalServerDetected, .virtualMachineDetected,
            .hardwareModified, .keyInactive, .featureNotFound, .featureExpired, .timeError,
            .noTime, .noBatteryPower, .storageCorrupt, .secureStoreMismatch, .licenseRehosted:
            .forbidden
        case .insufficientMemory, .tooManyOpenFeatures, .invalidHandle, .systemError,
            .tooManyUsers, .tooManyKeys, .brokenSession, .localCommunicationError,
            .remoteCommunicationError, .deviceError, .secureChannelError, .duplicateHostName,
            .tooManyHosts:
            .disturbed
        case .oldDriver, .noDriver, .oldLicenseManager: .runtime
        case .invalidVendorCode, .unknownVendorCode, .noVendorLibrary, .invalidVendorLibrary,
            .oldVendorLibrary, .invalidSignature, .noLibraryForVendor, .invalidLibraryForVendor:
            .wrongLibrary
        case .encryptionNotSupported, .requestNotSupported: .unsupported
        case .cloneDetected: .copied
        case .memoryRange, .tooShort, .invalidFormat, .invalidUpdateCounter, .invalidTime,
            .invalidScope, .updateBlocked, .updateTooOld, .updateTooNew, .invalidRecipient,
            .invalidDetachAction, .tooManyProducts, .invalidProduct, .unknownRecipient,
            .invalidDuration, .updateAlreadyAdded, .noDetachableFeature, .rehostNotAllowed,
            .rehostAlreadyApplied, .detachDisabled, .detachedLicenseFound:
            .unexpected
        }
    }
}
