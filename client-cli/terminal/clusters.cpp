#include "client-cli/terminal/clusters.hpp"
