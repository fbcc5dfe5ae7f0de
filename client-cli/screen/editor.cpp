#include "client-cli/screen/editor.hpp"
