// swift-tools-version: 6.2
import PackageDescription

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTPTypesHTTP1 = Target.Dependency.product(
    name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras")
let nioExtras = Target.Dependency.product(name: "NIOExtras", package: "swift-nio-extras")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let configuration = Target.Dependency.product(
    name: "Configuration", package: "swift-configuration")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let asyncHTTPClient = Target.Dependency.product(
    name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")

// One file that needs no Swift where it runs: it exports its own functions alone, and stays loaded once it is, since
// its threads do.
let sharedLibrary: [LinkerSetting] = [
    .unsafeFlags([
        "-static-stdlib", "-use-ld=lld",
        "-Xlinker", "-soname=libKeyboundC.so.1",
        "-Xlinker",
        "--version-script=\(Context.packageDirectory)/Sources/KeyboundCLinking/keybound.map",
        "-Xlinker", "-z", "-Xlinker", "nodelete",
        "-Xlinker", "-z", "-Xlinker", "defs",
        "-l_FoundationCShims", "-l_FoundationCollections",
    ])
]

// Programs that need no Swift where they run either.
let installed: [LinkerSetting] = [
    .unsafeFlags([
        "-static-stdlib", "-use-ld=lld", "-lCoreFoundation", "-l_FoundationCShims",
        "-l_FoundationCollections", "-l_FoundationICU",
    ])
]

let package = Package(
    name: "keybound",
    products: [
        .executable(name: "keybound", targets: ["keybound"]),
        .executable(name: "keybound-center", targets: ["keybound-center"]),
        .library(name: "KeyboundLicensing", targets: ["KeyboundLicensing"]),
        .library(
            name: "KeyboundC", type: .dynamic, targets: ["KeyboundC", "KeyboundCLinking"]),
        // Test doubles of a publisher's HASP API library, which is loaded at run time.
        .library(name: "hasp-stub", type: .dynamic, targets: ["CHASPStub"]),
        // A slow disk, for benchmarks.
        .library(name: "slow-sync", type: .dynamic, targets: ["CSlowSync"]),
        .library(name: "hasp-part-stub", type: .dynamic, targets: ["CHASPPartStub"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(
            url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(
            url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(
            url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Front doors: wire things together.
        .executableTarget(
            name: "keybound", dependencies: ["CommandLineFront", "KeyboundCommands"],
            linkerSettings: installed),
        .executableTarget(
            name: "keybound-center", dependencies: ["CenterCommands", "CommandLineFront"],
            linkerSettings: installed),
        .target(
            name: "KeyboundCommands",
            dependencies: [
                "AgentClient", "AgentProtocol", "CenterClient", "CenterProtocol",
                "CommandLineFront", "FIDO2", "FileSystem", "HASP", "HTTPAsking", "HTTPListening",
                "HardwareKeys",
                "KeyAgent", "KeyAttestation", "KeyEnrollment", "KeyboundLicensing",
                "LicenseBinding", "LicenseStore",
                "MachineIdentity", "PhoneCodes", "PlainHTTP", "SQLiteFile", "SeatAllocation",
                "SeatClient", "SeatDatabase", "SeatProtocol", "SeatServer", "SiteBackup",
                "SystemInspection", "SystemThreads", "USBBus", "VerdictText", argumentParser,
                configuration, crypto, logging,
                serviceLifecycle, systemPackage, unixSignals, yams,
            ]),
        .target(
            name: "SiteBackup",
            dependencies: ["LicenseBinding", crypto, cryptoExtras]),
        .target(
            name: "CenterCommands",
            dependencies: [
                "CenterDatabase", "CenterProtocol", "CenterService", "CommandLineFront",
                "FileSystem", "HTTPListening", "HardwareKeys", "KeyAttestation", "LicenseBinding",
                "LicensingCenter", "PhoneCodes", "SQLiteFile", "VerdictText", argumentParser,
                crypto, logging, serviceLifecycle, unixSignals,
            ]),
        .target(
            name: "CommandLineFront",
            dependencies: [
                "CenterProtocol", "FileSystem", "KeyAttestation", "LicenseBinding", "LicenseStore",
                "QRCodes", "VerdictText", argumentParser,
            ]),
        .target(
            name: "VerdictText", dependencies: ["FileSystem", "LicenseBinding", "PhoneCodes"]),

        // What publishers build into their programs.
        .target(
            name: "KeyboundC", dependencies: ["CKeybound", "KeyboundLicensing", "LicenseBinding"]),
        .target(
            name: "KeyboundCLinking", exclude: ["keybound.map"], linkerSettings: sharedLibrary),
        // The contract: the header, in C99.
        .target(name: "CKeybound"),
        .target(
            name: "KeyboundLicensing",
            dependencies: [
                "AgentClient", "AgentProtocol", "CGlibcExtensions", "FileSystem", "HardwareKeys",
                "LicenseBinding", "LicenseStore", "MachineIdentity", "PlainHTTP", "SeatProtocol",
                "SystemThreads", "USBBus", "VerdictText",
            ]),

        // Services and adapters: I/O.
        .target(
            name: "CenterClient",
            dependencies: [
                "CenterProtocol", "HTTPAsking", "LicenseBinding", asyncHTTPClient, nioCore,
                nioHTTP1, nioSSL,
            ]),
        .target(
            name: "CenterService",
            dependencies: [
                "CenterDatabase", "CenterProtocol", "HTTPListening", "LicenseBinding",
                "LicensingCenter", "SQLiteFile", "VerdictText", httpTypes, hummingbird,
                hummingbirdCore,
                hummingbirdTLS, logging, nioCore, nioSSL, serviceLifecycle,
            ],
            resources: [.embedInCode("Resources/openapi.yaml")]),
        .target(
            name: "SeatServer",
            dependencies: [
                "FileSystem", "HTTPListening", "HardwareKeys", "LicenseBinding", "LicenseStore",
                "SeatAllocation", "SeatProtocol", "SystemThreads", "USBBus", "VerdictText", asn1,
                certificates, crypto,
                httpTypes, hummingbirdCore, logging, nioCore, nioHTTP1, nioSSL, serviceLifecycle,
                yams,
            ],
            resources: [.embedInCode("Resources/openapi.yaml")]),
        .target(
            name: "CenterDatabase",
            dependencies: [
                "CenterProtocol", "LicenseBinding", "LicensingCenter", "SQLiteFile", grdb,
            ]),
        .target(
            name: "SeatClient",
            dependencies: [
                "AgentProtocol", "HTTPAsking", "HTTPListening", "LicenseBinding", "SeatProtocol",
                asyncHTTPClient, httpTypes, hummingbirdCore, logging, nioCore, nioHTTP1, nioPosix,
                nioSSL,
            ]),
        .target(
            name: "SeatDatabase",
            dependencies: ["SQLiteFile", "SeatAllocation", "SeatProtocol", grdb]),
        // A database of SQLite that keeps what was answered.
        .target(name: "SQLiteFile", dependencies: ["VerdictText", grdb]),
        .target(
            name: "KeyAgent",
            dependencies: [
                "AgentProtocol", "CGlibcExtensions", "FileSystem", "HTTPListening", "HardwareKeys",
                "LicenseBinding", "LicenseStore", "MachineIdentity", "PlainHTTP", "SystemThreads",
                "USBBus", "VerdictText", httpTypes, hummingbird, hummingbirdCore, logging, nioCore,
                serviceLifecycle,
            ]),
        // What every client of a server does.
        .target(name: "HTTPAsking", dependencies: [asyncHTTPClient, nioCore, nioSSL]),
        // What every server does with connections.
        .target(
            name: "HTTPListening",
            dependencies: [
                "LicenseBinding", httpTypes, hummingbirdCore, logging, nioCore, nioExtras, nioHTTP1,
                nioHTTPTypesHTTP1, nioPosix, nioSSL, serviceLifecycle,
            ]),
        .target(name: "CGlibcExtensions"),
        .target(name: "LicenseStore", dependencies: ["FileSystem", "LicenseBinding"]),
        .target(
            name: "HardwareKeys",
            dependencies: [
                "FIDO2", "HASP", "LicenseBinding", "PlainHTTP", "SystemThreads",
                "SystemInspection",
                "USBBus", logging,
            ],
            resources: [.embedInCode("Resources/catalog.json")]),
        .target(
            name: "KeyEnrollment",
            dependencies: [
                "FIDO2", "HardwareKeys", "KeyAttestation", "LicenseBinding",
            ]),
        .target(name: "MachineIdentity", dependencies: ["FileSystem", "LicenseBinding"]),
        .target(
            name: "SystemInspection",
            dependencies: ["CExtendedAttributes", "FileSystem", "USBBus"]),
        .systemLibrary(name: "CExtendedAttributes"),
        .target(
            name: "USBBus",
            dependencies: ["CLibUSB", "CUSBReset", "FileSystem", "SystemThreads", logging]),
        .target(name: "CUSBReset"),
        .systemLibrary(
            name: "CLibUSB", pkgConfig: "libusb-1.0",
            providers: [.apt(["libusb-1.0-0-dev"])]),
        .target(name: "FIDO2", dependencies: ["CBOR", "CFIDO2", "SystemThreads"]),
        .systemLibrary(
            name: "CFIDO2", pkgConfig: "libfido2", providers: [.apt(["libfido2-dev"])]),
        // The maker's run-time of HASP keys, and publishers' libraries, which are loaded at run time.
        .target(name: "HASP", dependencies: ["CHASP", "FileSystem", "PlainHTTP"]),
        .systemLibrary(name: "CHASP"),
        .target(
            name: "AgentClient",
            dependencies: [
                "AgentProtocol", "LicenseBinding", "PlainHTTP", "SeatProtocol", "SystemThreads",
            ]),
        // What is asked of services on this computer.
        .target(name: "PlainHTTP"),
        .target(name: "FileSystem"),
        .target(name: "SystemThreads", dependencies: ["CGlibcExtensions"]),

        // Rules: no I/O, no clock, no thread.
        .target(
            name: "KeyAttestation",
            dependencies: ["CBOR", "LicenseBinding", "VerdictText", asn1, certificates, crypto]),
        .target(
            name: "LicensingCenter",
            dependencies: [
                "CenterProtocol", "KeyAttestation", "LicenseBinding", "PhoneCodes", crypto,
            ]),
        // What sites and the licensing center say to each other.
        .target(
            name: "CenterProtocol",
            dependencies: ["KeyAttestation", "LicenseBinding", "PhoneCodes", crypto]),
        // What programs and the key agent say to each other.
        .target(name: "AgentProtocol", dependencies: ["LicenseBinding"]),
        .target(name: "LicenseBinding", dependencies: ["PhoneCodes", crypto]),
        // Licenses that are asked for and given as digits.
        .target(name: "PhoneCodes", dependencies: ["CSodium"]),
        .systemLibrary(
            name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .target(name: "QRCodes", dependencies: ["CPNG", "CQREncode"]),
        .systemLibrary(
            name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
        .target(name: "CBOR"),
        // Who has which seat of a site.
        .target(name: "SeatAllocation", dependencies: ["LicenseBinding", "SeatProtocol"]),
        // How a seat is shown to be one.
        .target(name: "SeatProtocol", dependencies: ["LicenseBinding", crypto]),

        // What tests, demonstration and benchmarks stand on; never installed.
        .systemLibrary(
            name: "CUMockdev", path: "Tests/Support/CUMockdev", pkgConfig: "umockdev-1.0",
            providers: [.apt(["libumockdev-dev"])]),
        .target(
            name: "CSimulatedBus", dependencies: ["CUMockdev"],
            path: "Tests/Support/CSimulatedBus"),
        .target(name: "SimulatedDevices", path: "Tests/Support/SimulatedDevices"),
        .target(
            name: "SimulatedBus",
            dependencies: ["CSimulatedBus", "FileSystem", "SimulatedDevices"],
            path: "Tests/Support/SimulatedBus"),
        .systemLibrary(
            name: "CUSBRedir", path: "Tests/Support/CUSBRedir", pkgConfig: "libusbredirparser-0.5",
            providers: [.apt(["libusbredirparser-dev"])]),
        .target(
            name: "RedirectedUSB", dependencies: ["CUSBRedir", "SimulatedDevices"],
            path: "Tests/Support/RedirectedUSB"),
        .target(
            name: "GuestMessages", dependencies: ["LicenseBinding"],
            path: "Tests/Support/GuestMessages"),
        .executableTarget(
            name: "keybound-guest", dependencies: ["GuestMessages", "LicenseBinding"],
            path: "Tests/Support/GuestAgent"),
        .target(
            name: "VirtualMachine",
            dependencies: [
                "FileSystem", "GuestMessages", "LicenseBinding", "RedirectedUSB",
                "SimulatedDevices",
            ],
            path: "Tests/Support/VirtualMachine", exclude: ["init", "make-image"]),
        .target(
            name: "TestRings", dependencies: ["SimulatedBus", "VirtualMachine"],
            path: "Tests/Support/TestRings"),
        .target(
            name: "EncodedCBOR", dependencies: ["CBOR"],
            path: "Tests/Support/EncodedCBOR"),
        .target(
            name: "SimulatedKeys",
            dependencies: [
                "CBOR", "EncodedCBOR", "FIDO2", "HardwareKeys", "KeyAttestation", "LicenseBinding",
                "USBBus", asn1, certificates, crypto, cryptoExtras,
            ],
            path: "Tests/Support/SimulatedKeys"),
        .executableTarget(
            name: "simulated-key", dependencies: ["SimulatedKeys"],
            path: "Tests/Support/simulated-key"),
        .executableTarget(
            name: "keybound-simulated",
            dependencies: [
                "CommandLineFront", "FileSystem", "KeyboundCommands", "LicenseBinding",
                "SimulatedKeys", "USBBus",
            ],
            path: "Tests/Support/keybound-simulated", linkerSettings: installed),
        .target(name: "SimulatedRuntime", path: "Tests/Support/SimulatedRuntime"),
        .executableTarget(
            name: "simulated-runtime", dependencies: ["SimulatedRuntime"],
            path: "Tests/Support/simulated-runtime"),
        .target(name: "CHASPStub", path: "Tests/Support/CHASPStub"),
        .target(name: "CSlowSync", path: "Tests/Support/CSlowSync"),
        .target(name: "CHASPPartStub", path: "Tests/Support/CHASPPartStub"),
        .target(
            name: "LicensedComputer",
            dependencies: [
                "FileSystem", "HardwareKeys", "KeyAgent", "KeyboundLicensing", "LicenseBinding",
                "LicenseStore", "PlainHTTP", "SimulatedKeys", "SystemThreads", "TestPublisher",
                logging,
            ],
            path: "Tests/Support/LicensedComputer"),
        .target(
            name: "Programs", dependencies: [subprocess, systemPackage],
            path: "Tests/Support/Programs"),
        .target(
            name: "PythonScripts", dependencies: ["Programs"], path: "Tests/Support/PythonScripts"),
        .target(name: "SeededRandomness", path: "Tests/Support/SeededRandomness"),
        .target(
            name: "RecordedMachines", dependencies: ["FileSystem"],
            path: "Tests/Support/RecordedMachines"),
        .target(
            name: "TestPublisher", dependencies: ["LicenseBinding", "PhoneCodes", crypto],
            path: "Tests/Support/TestPublisher"),
        .target(
            name: "CommandRuns",
            dependencies: [
                "CenterCommands", "CommandLineFront", "FileSystem", "HardwareKeys",
                "KeyboundCommands", "LicenseBinding", argumentParser,
            ],
            path: "Tests/Support/CommandRuns"),
        .executableTarget(
            name: "keybound-demo",
            dependencies: ["FileSystem", "RecordedMachines", "SimulatedBus", "SimulatedDevices"],
            path: "Tests/Demo"),
        .executableTarget(
            name: "keybound-bench",
            dependencies: [
                "CKeybound", "CenterDatabase", "CenterProtocol", "KeyAttestation",
                "LicensedComputer", "LicensingCenter", "SystemThreads",
                "CommandLineFront", "CommandRuns", "FIDO2", "FileSystem", "HASP", "HardwareKeys",
                "LicenseBinding", "PhoneCodes", "PlainHTTP", "SimulatedBus", "SimulatedDevices",
                "SeatProtocol", "SimulatedKeys", "SimulatedRuntime", "TestPublisher", crypto, grdb,
                hummingbird,
            ],
            path: "Tests/Benchmarks", linkerSettings: installed),

        // Tests: one target a module.
        .testTarget(
            name: "LicenseBindingTests",
            dependencies: [
                "LicenseBinding", "PhoneCodes", "Programs", "PythonScripts", "SeededRandomness",
                "TestPublisher", crypto,
            ],
            exclude: ["Fixtures", "verify_license.py"]),
        .testTarget(
            name: "CBORTests", dependencies: ["CBOR", "EncodedCBOR", "SeededRandomness"]),
        .testTarget(name: "FileSystemTests", dependencies: ["FileSystem"]),
        .testTarget(
            name: "PhoneCodesTests",
            dependencies: ["PhoneCodes", "Programs", "PythonScripts", "SeededRandomness"],
            exclude: ["Fixtures", "check_vectors.py"]),
        .testTarget(name: "QRCodesTests", dependencies: ["CPNG", "Programs", "QRCodes"]),
        .testTarget(
            name: "USBBusTests",
            dependencies: [
                "FileSystem", "SeededRandomness", "SimulatedBus", "SimulatedDevices", "TestRings",
                "USBBus",
            ]),
        .testTarget(
            name: "FIDO2Tests",
            dependencies: [
                "FIDO2", "LicenseBinding", "Programs", "PythonScripts", "SeededRandomness",
                "SimulatedKeys", "SystemThreads", crypto,
            ],
            exclude: ["foreign_client.py"]),
        .testTarget(
            name: "KeyAttestationTests",
            dependencies: [
                "CBOR", "EncodedCBOR", "FIDO2", "KeyAttestation", "LicenseBinding", "Programs",
                "PythonScripts", "SeededRandomness", "SimulatedKeys", asn1, certificates, crypto,
            ],
            exclude: ["Fixtures", "metadata_roots.py"]),
        .testTarget(
            name: "PlainHTTPTests", dependencies: ["PlainHTTP", "SeededRandomness"]),
        .testTarget(
            name: "HASPTests",
            dependencies: [
                "FileSystem", "HASP", "PlainHTTP", "SeededRandomness", "SimulatedRuntime",
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "HardwareKeysTests",
            dependencies: [
                "FIDO2", "HASP", "HardwareKeys", "LicenseBinding", "PlainHTTP", "SeededRandomness",
                "SimulatedBus", "SimulatedDevices", "SimulatedKeys", "SimulatedRuntime",
                "TestPublisher", "TestRings", "USBBus",
            ]),
        .testTarget(
            name: "MachineIdentityTests",
            dependencies: ["FileSystem", "LicenseBinding", "MachineIdentity", "RecordedMachines"]),
        .testTarget(
            name: "SystemInspectionTests",
            dependencies: [
                "CExtendedAttributes", "FileSystem", "RecordedMachines", "SeededRandomness",
                "SystemInspection", "USBBus",
            ]),
        .testTarget(
            name: "LicenseStoreTests",
            dependencies: ["FileSystem", "LicenseBinding", "LicenseStore", "TestPublisher"]),
        .testTarget(
            name: "KeyboundCommandsTests",
            dependencies: [
                "CommandRuns", "FileSystem", "HASP", "HardwareKeys", "KeyboundCommands",
                "LicenseBinding", "LicenseStore", "PlainHTTP", "Programs", "PythonScripts",
                "RecordedMachines", "SeatAllocation", "SeatServer", "SystemThreads",
                "SimulatedBus", "SimulatedDevices", "SimulatedKeys", "SimulatedRuntime",
                "SystemInspection", "TestPublisher", "TestRings", "USBBus",
            ],
            exclude: ["at_terminal.py"]),
        .testTarget(
            name: "CenterCommandsTests", dependencies: ["CommandRuns", "LicenseBinding"]),
        .testTarget(
            name: "KernelTests",
            dependencies: [
                "CommandRuns", "GuestMessages", "LicenseBinding", "RedirectedUSB",
                "SimulatedDevices", "SimulatedKeys", "TestRings", "VirtualMachine",
            ]),
        .testTarget(
            name: "KeyboundLicensingTests",
            dependencies: [
                "AgentClient", "AgentProtocol", "HardwareKeys", "SimulatedBus", "SimulatedDevices",
                "TestRings", "KeyboundLicensing", "LicenseBinding",
                "LicensedComputer", "PlainHTTP", "SeatProtocol", "SimulatedKeys", "TestPublisher",
                "USBBus",
            ]),
        .testTarget(
            name: "KeyboundCTests",
            dependencies: [
                "CKeybound", "KeyboundC", "KeyboundLicensing", "LicenseBinding", "LicensedComputer",
                "SimulatedKeys", "SystemThreads", "USBBus",
            ]),
        .testTarget(
            name: "InstalledTests",
            dependencies: ["LicenseBinding", "LicensedComputer", "Programs", "SimulatedKeys"],
            exclude: ["forked.c"]),
        .testTarget(
            name: "CenterProgramTests",
            dependencies: [
                "CenterClient", "CenterProtocol", "CommandRuns", "HTTPAsking", "LicenseBinding",
                "Programs", "QRCodes", "TestPublisher",
            ], exclude: ["dialog.py"]),
        .testTarget(
            name: "CenterProtocolTests",
            dependencies: ["CenterProtocol", "LicenseBinding", "PhoneCodes", "SeededRandomness"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "SiteBackupTests",
            dependencies: ["LicenseBinding", "Programs", "SiteBackup", crypto],
            exclude: ["open_backup.py"]),
        .testTarget(
            name: "LicensingCenterTests",
            dependencies: [
                "CenterDatabase", "CenterProtocol", "KeyAttestation", "LicenseBinding",
                "LicensingCenter", "PhoneCodes", "SQLiteFile", "SimulatedKeys", "TestPublisher",
                crypto, grdb,
            ]),
        .testTarget(
            name: "SeatAllocationTests",
            dependencies: ["LicenseBinding", "SeatAllocation", "SeatProtocol", "SeededRandomness"]),
        .testTarget(
            name: "SeatProtocolTests",
            dependencies: ["LicenseBinding", "SeatProtocol", "TestPublisher"]),
        .testTarget(name: "SystemThreadsTests", dependencies: ["SystemThreads"]),
        .testTarget(
            name: "SeatServerTests",
            dependencies: [
                "FileSystem", "HardwareKeys", "LicenseBinding", "LicenseStore",
                "LicensedComputer", "SeatAllocation", "SeatDatabase", "SeatProtocol", "SeatServer",
                "SeededRandomness", "SimulatedKeys", "TestPublisher", "USBBus", logging,
            ],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "SeatProgramTests",
            dependencies: [
                "CommandRuns", "FileSystem", "LicenseBinding", "PlainHTTP", "Programs",
                "SeatProtocol", "SimulatedRuntime", "SystemThreads",
            ]),
        .testTarget(
            name: "HTTPListeningTests", dependencies: ["HTTPListening", nioCore, nioEmbedded]),
        .testTarget(name: "LayerTests", dependencies: ["Programs", "SimulatedBus"]),
    ]
)

// It links only with libFuzzer, which `make fuzz` asks for.
if Context.environment["KEYBOUND_FUZZ"] != nil {
    package.targets += [
        .systemLibrary(name: "CLibFuzzer", path: "Tests/Fuzz/CLibFuzzer"),
        .executableTarget(
            name: "keybound-fuzz",
            dependencies: [
                "AgentProtocol", "CenterProtocol", "CKeybound", "CLibFuzzer", "HASP", "KeyboundC",
                "LicenseBinding", "PhoneCodes", "PlainHTTP", "SeatProtocol", "SiteBackup",
                crypto,
            ],
            path: "Tests/Fuzz/keybound-fuzz"),
    ]
}

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

for target in package.targets
where target.type != .system
    && ![
        "CHASPPartStub", "CHASPStub", "CKeybound", "CGlibcExtensions", "CSimulatedBus", "CUSBReset",
    ].contains(
        target.name)
{
    target.swiftSettings = (target.swiftSettings ?? []) + strict
    if [
        "FIDO2", "HASP", "KeyAgent", "KeyboundC", "KeyboundLicensing", "PhoneCodes", "PlainHTTP",
        "QRCodes", "SystemThreads", "USBBus",
    ]
    .contains(target.name) {
        target.swiftSettings?.append(.strictMemorySafety())
    }
}
